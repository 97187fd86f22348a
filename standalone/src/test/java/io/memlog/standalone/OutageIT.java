package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutageIT {

    @TempDir
    static Path data;

    static WholeSystem system;

    @BeforeAll
    static void start() {
        system = WholeSystem.start(data);
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void while_chroma_is_away_ingest_goes_on_and_afterwards_nothing_is_missing() throws Exception {
        var accepted = underLoad(system::stopChroma, system::startChroma);

        assertEverythingIsIndexedOnce(accepted);
    }

    @Test
    void while_neo4j_is_away_ingest_goes_on_and_afterwards_nothing_is_missing() throws Exception {
        var accepted = underLoad(system::stopNeo4j, system::startNeo4j);

        assertEverythingIsIndexedOnce(accepted);
    }

    @Test
    void while_kafka_is_away_ingest_goes_on_and_afterwards_nothing_is_missing() throws Exception {
        var accepted = underLoad(system::stopKafka, system::startKafka);

        await().atMost(Duration.ofSeconds(60)).until(() -> outboxRows() == 0);
        assertEverythingIsIndexedOnce(accepted);
    }

    @Test
    void deleted_memories_that_the_indexes_still_hold_hide_no_living_one() throws Exception {
        var better = new ArrayList<Long>();
        for (var night = 0; night < 120; night++) {
            better.add(rememberedGhost("The GhostKeeper polished the lens of the lighthouse in night " + night));
        }
        var living = rememberedGhost("A GhostKeeper of a cliff cleaned a lamp by day");
        for (var memory : better) {
            assertThat(system.client().states(memory, Duration.ofSeconds(60))).containsOnly("stored");
        }
        assertThat(system.client().states(living, Duration.ofSeconds(60))).containsOnly("stored");
        system.stopKafka();
        for (var memory : better) {
            assertThat(system.client().delete(memory).statusCode()).isEqualTo(204);
        }

        for (var mode : List.of("vector", "text", "graph", "hybrid")) {
            var answer = searchedInFull(mode);

            assertThat(Client.json(answer)).as(mode).hasSize(1);
            assertThat(Client.json(answer).path(0).path("memory_log_id").longValue())
                    .as(mode)
                    .isEqualTo(living);
        }
        system.startKafka();
        await().atMost(Duration.ofSeconds(60)).until(() -> outboxRows() == 0);
    }

    /// A worker that was slow under load is asked again after a moment.
    private static HttpResponse<String> searchedInFull(String mode) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> system.client()
                                .post(
                                        "/memory-logs/search",
                                        Map.of(
                                                "query", "the GhostKeeper polished the lens of the lighthouse",
                                                "user_id", "ghosts",
                                                "project_id", "p",
                                                "limit", 5,
                                                "mode", mode)),
                        answer -> answer.headers().firstValue("Memlog-Degraded").isEmpty());
    }

    private static long rememberedGhost(String summary) throws IOException, InterruptedException {
        var stored = system.client()
                .post(
                        "/memory-logs",
                        Map.of(
                                "task", "keep",
                                "user_id", "ghosts",
                                "project_id", "p",
                                "raw_data", Map.of("summary", summary)));
        return Client.json(stored).path("id").longValue();
    }

    @Test
    void while_neo4j_is_away_search_answers_with_what_it_has_and_says_so() throws Exception {
        var memory = system.client().remembered("who-answers", "The lighthouse keeper polished the lens");
        assertThat(system.client().states(memory, Duration.ofSeconds(60))).containsOnly("stored");
        system.stopNeo4j();

        var hybrid = system.client().answerTo("a man cleaned the lamp on the cliff", "hybrid");
        var text = system.client().answerTo("lighthouse", "text");
        var related = system.client().get("/memory-logs/" + memory + "/related");
        system.startNeo4j();

        assertThat(hybrid.statusCode()).isEqualTo(200);
        assertThat(hybrid.headers().firstValue("Memlog-Degraded").orElse(""))
                .contains("text;reason=", "graph;reason=")
                .doesNotContain("vector");
        assertThat(Client.json(hybrid).path(0).path("memory_log_id").longValue())
                .isEqualTo(memory);
        assertThat(text.headers().firstValue("Memlog-Degraded").orElse("")).contains("text;reason=");
        assertThat(Client.json(text).path(0).path("memory_log_id").longValue()).isEqualTo(memory);
        assertThat(Client.json(text).path(0).path("matched_by").toString()).isEqualTo("[\"postgres\"]");
        assertThat(related.statusCode()).isEqualTo(503);
        assertThat(system.client()
                        .hits("lighthouse", "text")
                        .path(0)
                        .path("matched_by")
                        .toString())
                .isEqualTo("[\"text\"]");
    }

    @Test
    void a_worker_that_was_stopped_catches_up_while_the_other_was_not_held_up() throws Exception {
        system.stopGraphWorker();

        var memory = system.client().remembered("one-worker", "Stored while graph-worker was stopped");
        var meanwhile = system.client().states(memory, Duration.ofSeconds(5));
        system.startGraphWorker();

        assertThat(meanwhile).containsExactly("stored", "pending");
        assertThat(system.client().states(memory, Duration.ofSeconds(60))).containsOnly("stored");
    }

    @Test
    void while_postgresql_is_away_ingest_says_so_and_is_well_again_30_seconds_after_its_return() throws Exception {
        system.stopPostgres();

        var refused = system.client().remember("no-database", "Not stored, as the database was away");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        system.startPostgres();
        await().atMost(Duration.ofSeconds(30)).until(OutageIT::isAccepted);
        var memory = system.client().remembered("back-again", "The database has come back");
        assertThat(system.client().states(memory, Duration.ofSeconds(30))).containsOnly("stored");
    }

    private static boolean isAccepted() throws IOException, InterruptedException {
        return system.client().remember("try", "Is the database back?").statusCode() == 201;
    }

    /// Takes a server away and brings it back while four writers store memories, and tells what was
    /// accepted.
    private static Queue<Long> underLoad(Runnable stop, Runnable start) {
        var accepted = new ConcurrentLinkedQueue<Long>();
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 4).forEach(writer -> writers.execute(() -> post(accepted, 50)));
            await().atMost(Duration.ofSeconds(60)).until(() -> accepted.size() >= 50);
            stop.run();
            await().atMost(Duration.ofSeconds(60)).until(() -> accepted.size() >= 120);
            start.run();
        }
        assertThat(accepted).hasSize(200);
        return accepted;
    }

    private static void assertEverythingIsIndexedOnce(Queue<Long> accepted) throws Exception {
        for (var memory : accepted) {
            assertThat(system.client().states(memory, Duration.ofSeconds(60))).containsOnly("stored");
        }
        try (var chroma = new Chroma(system.chroma().port(), system.passwords())) {
            assertThat(chroma.recordIds())
                    .doesNotHaveDuplicates()
                    .containsAll(accepted.stream().map(memory -> memory + "#0").toList());
        }
        assertThat(system.graph().memories()).doesNotHaveDuplicates().containsAll(accepted);
        assertThat(system.deadLetters()).isEmpty();
    }

    private static void post(Queue<Long> accepted, int count) {
        try {
            for (var number = 0; number < count; number++) {
                accepted.add(system.client().remembered("under-load", "Finding " + number + " of a busy hour"));
            }
        } catch (IOException e) {
            throw new AssertionError("ingest noticed the outage", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long outboxRows() throws SQLException {
        var postgres = system.postgres();
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM outbox")) {
            row.next();
            return row.getLong(1);
        }
    }
}
