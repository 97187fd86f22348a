package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.embedded.Passwords;
import io.memlog.embedded.Ports;
import java.io.IOException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledIT {

    private static final int MEMORIES = 500;
    private static final int WRITERS = 8;

    @TempDir
    Path work;

    private final int apiPort = Ports.free();
    private final int postgresPort = Ports.free();
    private final int kafkaPort = Ports.free();
    private final int chromaPort = Ports.free();
    private final int neo4jPort = Ports.free();

    @Test
    void every_acknowledged_memory_outlives_a_kill_and_is_indexed_exactly_once() throws Exception {
        var acknowledged = new ConcurrentLinkedQueue<Long>();
        var killed = start();
        postAllUntilKilled(killed, acknowledged);
        assertThat(acknowledged).hasSizeBetween(100, MEMORIES - 1);

        var restarted = start();
        try (var client = new Client(apiPort)) {
            for (var memory : acknowledged) {
                assertThat(client.get("/memory-logs/" + memory).statusCode()).isEqualTo(200);
                assertThat(client.states(memory, Duration.ofSeconds(30))).containsOnly("stored");
            }
        }

        var stored = storedMemories();
        assertThat(stored).containsAll(acknowledged);
        var graph = new Graph("bolt://127.0.0.1:" + neo4jPort, Passwords.in(data()));
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(indexedMemories()).containsExactlyInAnyOrderElementsOf(stored);
            assertThat(graph.memories()).containsExactlyInAnyOrderElementsOf(stored);
        });
        assertThat(restarted.terminate()).isEqualTo(143);
        assertThat(restarted.output()).endsWith("Memlog has stopped.\n");
        assertThat(restarted.errors()).isEmpty();
        assertThat(MemlogProcess.processesOn(data())).isEmpty();
    }

    private MemlogProcess start() throws IOException {
        var process = MemlogProcess.start(
                work,
                Map.of(),
                "--data=" + data(),
                "--port=" + apiPort,
                "--postgres-port=" + postgresPort,
                "--kafka-port=" + kafkaPort,
                "--chroma-port=" + chromaPort,
                "--neo4j-port=" + neo4jPort);
        process.awaitReady();
        return process;
    }

    private Path data() {
        return work.resolve("data");
    }

    private void postAllUntilKilled(MemlogProcess process, Queue<Long> acknowledged) throws InterruptedException {
        var numbers = new ConcurrentLinkedQueue<Integer>();
        for (var number = 0; number < MEMORIES; number++) {
            numbers.add(number);
        }
        try (var client = new Client(apiPort);
                ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var writer = 0; writer < WRITERS; writer++) {
                writers.execute(() -> post(client, numbers, acknowledged));
            }
            await().pollInterval(Duration.ofMillis(5)).until(() -> acknowledged.size() >= MEMORIES / 3);
            process.killAtOnce();
        }
    }

    /// Posts until the numbers are used up or the server is gone.
    private static void post(Client client, Queue<Integer> numbers, Queue<Long> acknowledged) {
        try {
            for (var number = numbers.poll(); number != null; number = numbers.poll()) {
                acknowledged.add(client.remembered("task-" + number, "Finding number " + number + " about the engine"));
            }
        } catch (IOException e) {
            numbers.clear();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Long> storedMemories() throws SQLException {
        var url = "jdbc:postgresql://127.0.0.1:" + postgresPort + "/postgres";
        try (var connection = DriverManager.getConnection(
                        url, "memlog", Passwords.in(data()).of("postgresql.memlog"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT memory_id FROM memory_log")) {
            var memories = new ArrayList<Long>();
            while (rows.next()) {
                memories.add(rows.getLong(1));
            }
            return memories;
        }
    }

    /// Each memory as often as the index holds its first chunk.
    private List<Long> indexedMemories() throws IOException, InterruptedException {
        try (var chroma = new Chroma(chromaPort, Passwords.in(data()))) {
            return chroma.recordIds().stream()
                    .map(id -> Long.valueOf(id.replace("#0", "")))
                    .toList();
        }
    }
}
