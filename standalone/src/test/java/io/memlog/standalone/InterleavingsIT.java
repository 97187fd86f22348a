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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever happens to memories, and in whatever order it arrives: in the end PostgreSQL = Chroma = Neo4j.
class InterleavingsIT {

    private static final int ROUNDS = 3;
    private static final int WRITERS = 4;
    private static final int DEEDS = 60;

    @TempDir
    Path work;

    private final int apiPort = Ports.free();
    private final int postgresPort = Ports.free();
    private final int kafkaPort = Ports.free();
    private final int chromaPort = Ports.free();
    private final int neo4jPort = Ports.free();

    private final Queue<Long> memories = new ConcurrentLinkedQueue<>();

    @Test
    @Tag("long")
    void creates_updates_deletes_duplicates_replays_and_kills_end_in_agreement() throws Exception {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var process = start();
        try (var client = new Client(apiPort)) {
            var operator = new Operator(client);
            for (var round = 0; round < ROUNDS; round++) {
                var killed = process;
                inParallel(client, random, round < ROUNDS - 1 ? killed : null);
                if (round < ROUNDS - 1) {
                    process = start();
                }
            }
            repeatTheLog(random);

            await().alias("seed " + seed).atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                var check = Client.json(client.post("/sync", Map.of("operation", "check")));
                var result = operator.awaitEnd(check.path("id").stringValue()).path("result");
                assertThat(List.of("in_flight", "missing", "stale", "orphaned"))
                        .as(result.toString())
                        .allMatch(kind -> result.path(kind).longValue() == 0);
            });
            var passwords = Passwords.in(data());
            var graph = new Graph("bolt://127.0.0.1:" + neo4jPort, passwords);
            Memories.assertAgreement(passwords, postgresPort, chromaPort, graph);
            assertThat(operator.countOf("")).as("dead letters, seed " + seed).isZero();
        }
        assertThat(process.terminate()).isEqualTo(143);
    }

    /// @param killed what is killed in the midst of it; null for none
    private void inParallel(Client client, Random random, @Nullable MemlogProcess killed) throws Exception {
        var seeds =
                IntStream.range(0, WRITERS).mapToLong(_ -> random.nextLong()).toArray();
        var before = memories.size();
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            var written = Arrays.stream(seeds)
                    .mapToObj(seed -> writers.submit(() -> write(client, new Random(seed))))
                    .toList();
            if (killed != null) {
                await().atMost(Duration.ofMinutes(1))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> memories.size() > before + DEEDS / 2
                                || written.stream().anyMatch(Future::isDone));
                killed.killAtOnce();
            }
            for (var writer : written) {
                writer.get();
            }
        }
    }

    /// Changes memories at random, until it is done or nobody answers any more.
    private void write(Client client, Random random) {
        try {
            for (var deed = 0; deed < DEEDS; deed++) {
                var known = List.copyOf(memories);
                var choice = known.isEmpty() ? 0 : random.nextInt(10);
                if (choice < 4) {
                    memories.add(client.remembered("task-" + random.nextInt(50), "Said " + random.nextInt()));
                } else {
                    var memory = known.get(random.nextInt(known.size()));
                    var status = choice < 8
                            ? client.patch(memory, change(random)).statusCode()
                            : client.delete(memory).statusCode();
                    assertThat(status).isIn(200, 204, 410);
                }
            }
        } catch (IOException e) {
            // The process was killed; what was not acknowledged may be there or not.
            assertThat(memories).isNotEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, Object> change(Random random) {
        return Map.of(
                "raw_data",
                Map.of("summary", "Changed to " + random.nextInt(), "tags", List.of("t" + random.nextInt(5))));
    }

    private Path data() {
        return work.resolve("data");
    }

    /// Sends old messages of the log once more, to everybody and to single consumers, in any order.
    private void repeatTheLog(Random random) throws Exception {
        try (var topics = BuriedEvents.at(kafkaPort, Passwords.in(data()))) {
            var log = topics.log();
            assertThat(log).isNotEmpty();
            for (var repetition = 0; repetition < 2 * log.size(); repetition++) {
                var message = log.get(random.nextInt(log.size()));
                switch (random.nextInt(3)) {
                    case 0 -> topics.repeat(Topic.EVENTS, message);
                    case 1 -> topics.replay(Projection.VECTOR, message);
                    default -> topics.replay(Projection.GRAPH, message);
                }
            }
            topics.flush();
        }
    }

    private MemlogProcess start() throws IOException {
        var process = MemlogProcess.start(
                work,
                Map.of("MEMLOG_SYNC_GRACEPERIOD", "0s", "MEMLOG_SYNC_ENABLED", "false"),
                "--data=" + data(),
                "--port=" + apiPort,
                "--postgres-port=" + postgresPort,
                "--kafka-port=" + kafkaPort,
                "--chroma-port=" + chromaPort,
                "--neo4j-port=" + neo4jPort);
        process.awaitReady();
        return process;
    }
}
