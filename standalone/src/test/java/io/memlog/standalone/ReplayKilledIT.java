package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.embedded.Passwords;
import io.memlog.embedded.Ports;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayKilledIT {

    private static final int MEMORIES = 250;
    private static final int LETTERS = 5_000;
    private static final List<String> CAUSES = List.of(
            "Read timed out after %d ms",
            "record %d is too large",
            "no such label: L%d",
            "connection reset by peer %d",
            "deadlock detected by %d",
            "syntax error at position %d");

    @TempDir
    Path work;

    private final int apiPort = Ports.free();
    private final int kafkaPort = Ports.free();
    private final int neo4jPort = Ports.free();

    @Test
    @Tag("long")
    void a_replay_goes_on_after_a_kill_and_only_its_group_reaches_only_its_consumer() throws Exception {
        var killed = start();
        try (var client = new Client(apiPort);
                var topics = BuriedEvents.at(kafkaPort, Passwords.in(work.resolve("data")))) {
            var operator = new Operator(client);
            store(client);
            bury(topics, topics.log());
            await().atMost(Duration.ofMinutes(2)).until(() -> operator.countOf("state=open") == LETTERS);
            List.of("", "consumer=graph&state=open", "reason=apply_failed&user_id=" + Client.USER)
                    .forEach(filter -> print(client, "/dead-letters?limit=100&" + filter));
            print(client, "/dead-letters/groups");
            var groups = operator.groups("consumer=graph");
            assertThat(groups).hasSize(CAUSES.size());
            var group = groups.get(0).path("group").stringValue();
            var inGroup = groups.get(0).path("count").intValue();

            var job = operator.replayAll(Map.of("group", group), 500).path("id").stringValue();
            await().pollInterval(Duration.ofMillis(5))
                    .until(() -> operator.job(job).path("progress").path("done").intValue() > 0);
            killed.killAtOnce();
            var restarted = start();

            assertThat(operator.awaitEnd(job).path("state").stringValue()).isEqualTo("completed");
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> operator.countOf("state=replayed&group=" + group) == inGroup);
            assertThat(operator.countOf("state=open")).isEqualTo(LETTERS - inGroup);
            assertThat(topics.countOf(Topic.replay(Projection.VECTOR))).isZero();
            assertThat(topics.countOf(Topic.replay(Projection.GRAPH))).isBetween((long) inGroup, 2L * inGroup);
            var nodes = new Graph("bolt://127.0.0.1:" + neo4jPort, Passwords.in(work.resolve("data"))).memories();
            assertThat(nodes).hasSize(MEMORIES).doesNotHaveDuplicates();
            assertThat(restarted.terminate()).isEqualTo(143);
        }
    }

    /// How long an answer takes, the middle of many.
    private static void print(Client client, String path) {
        var milliseconds = IntStream.range(0, 21)
                .mapToLong(_ -> {
                    var begun = System.nanoTime();
                    try {
                        assertThat(client.get(path).statusCode()).isEqualTo(200);
                    } catch (IOException | InterruptedException e) {
                        throw new AssertionError(path, e);
                    }
                    return (System.nanoTime() - begun) / 1_000_000;
                })
                .sorted()
                .toArray();
        System.out.printf("%d ms (slowest %d ms) for %s%n", milliseconds[10], milliseconds[20], path);
    }

    private MemlogProcess start() throws IOException {
        var process = MemlogProcess.start(
                work,
                Map.of("MEMLOG_DEADLETTERS_AUTOREPLAY", "false"),
                "--data=" + work.resolve("data"),
                "--port=" + apiPort,
                "--kafka-port=" + kafkaPort,
                "--neo4j-port=" + neo4jPort);
        process.awaitReady();
        return process;
    }

    private static void store(Client client) throws IOException, InterruptedException {
        var items = new ArrayList<Map<String, Object>>();
        for (var number = 0; number < MEMORIES; number++) {
            items.add(Map.of(
                    "task",
                    "task-" + number,
                    "user_id",
                    Client.USER,
                    "project_id",
                    Client.PROJECT,
                    "raw_data",
                    Map.of("summary", "Finding number " + number)));
        }
        var answer = client.post("/memory-logs/batch", Map.of("items", items));
        Set<Long> stored = new HashSet<>();
        Client.json(answer)
                .path("results")
                .forEach(result -> stored.add(result.path("id").longValue()));
        assertThat(stored).hasSize(MEMORIES);
        for (var memory : stored) {
            assertThat(client.states(memory, Duration.ofSeconds(60))).containsOnly("stored");
        }
    }

    /// Every cause has another share of the letters.
    private static void bury(BuriedEvents topics, List<ConsumerRecord<byte[], byte[]>> log) throws Exception {
        for (var number = 0; number < LETTERS; number++) {
            var message = log.get(number % log.size());
            var cause = number < LETTERS / 2 ? CAUSES.getFirst() : CAUSES.get(1 + number % (CAUSES.size() - 1));
            topics.bury(Projection.GRAPH, message, 1_000_000L + number, cause.formatted(number));
        }
        topics.flush();
    }
}
