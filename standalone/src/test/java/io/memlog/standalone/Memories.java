package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.embedded.Passwords;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The memories of PostgreSQL, and whether both indexes hold just these.
final class Memories {

    private static final int AT_ONCE = 500;
    private static final List<String> TOPICS =
            List.of("billing", "search", "login", "deployment", "caching", "reports", "imports", "e-mail");

    private Memories() {}

    /// Stores so many memories about different matters, and returns when both indexes have them.
    static List<Long> stored(Client client, int count) throws IOException, InterruptedException {
        List<Long> memories = new ArrayList<>();
        while (memories.size() < count) {
            List<Map<String, Object>> items = new ArrayList<>();
            for (var number = memories.size(); number < Math.min(count, memories.size() + AT_ONCE); number++) {
                items.add(item(number));
            }
            var answer = client.post("/memory-logs/batch", Map.of("items", items));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(207);
            Client.json(answer)
                    .path("results")
                    .forEach(result -> memories.add(result.path("id").longValue()));
        }
        assertThat(memories).doesNotContain(0L);
        awaitIndexed(client, Duration.ofMinutes(10));
        return memories;
    }

    /// Returns when every memory of the tenant is in both indexes.
    static void awaitIndexed(Client client, Duration patience) {
        await().atMost(patience)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> client.answerTo("anything", "text")
                        .headers()
                        .firstValue("Memlog-Pending")
                        .orElse("none")
                        .equals("0"));
    }

    /// The version of each memory that is not deleted.
    private static Map<Long, Long> versionsIn(Passwords passwords, int postgresPort) throws SQLException {
        var url = "jdbc:postgresql://127.0.0.1:" + postgresPort + "/postgres";
        try (var connection = DriverManager.getConnection(url, "memlog", passwords.of("postgresql.memlog"));
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery("SELECT memory_id, version FROM memory_log WHERE deleted_at IS NULL")) {
            Map<Long, Long> versions = new HashMap<>();
            while (rows.next()) {
                versions.put(rows.getLong(1), rows.getLong(2));
            }
            return versions;
        }
    }

    /// PostgreSQL = Chroma = Neo4j, read past Memlog.
    static void assertAgreement(Passwords passwords, int postgresPort, int chromaPort, Graph graph) throws Exception {
        var log = versionsIn(passwords, postgresPort);
        Map<Long, List<Long>> vectors = new HashMap<>();
        try (var chroma = new Chroma(chromaPort, passwords)) {
            for (var memory : chroma.memories()) {
                assertThat(memory.pieces()).as("pieces of " + memory).isPositive();
                vectors.computeIfAbsent(memory.memory(), _ -> new ArrayList<>()).add(memory.version());
            }
        }
        Map<Long, List<Long>> expected = new HashMap<>();
        log.forEach((memory, version) -> expected.put(memory, List.of(version)));
        assertThat(vectors).as("Chroma").isEqualTo(expected);
        assertThat(graph.versions()).as("Neo4j").isEqualTo(expected);
        assertThat(graph.unsupportedEntities())
                .as("entities that nobody mentions")
                .isZero();
    }

    private static Map<String, Object> item(int number) {
        var topic = TOPICS.get(number % TOPICS.size());
        return Map.of(
                "task",
                "task-" + number + " about " + topic,
                "user_id",
                Client.USER,
                "project_id",
                Client.PROJECT,
                "raw_data",
                Map.of(
                        "summary",
                        "Finding " + number + " of the " + topic + " team: case " + Integer.toString(number * 7919, 36),
                        "tags",
                        List.of(topic),
                        "files_touched",
                        List.of("src/" + topic + "/Case" + number % 40 + ".java")));
    }
}
