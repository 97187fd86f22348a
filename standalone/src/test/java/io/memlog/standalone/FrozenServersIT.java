package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server neither answers nor closes its connections for two minutes.
@Tag("long")
class FrozenServersIT {

    private static final Duration FROZEN = Duration.ofMinutes(2);
    private static final Duration MAX_RECOVERY = Duration.ofMinutes(2);

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

    @ParameterizedTest
    @ValueSource(strings = {"chroma", "postgres"})
    void every_accepted_memory_is_indexed_after_a_server_was_frozen(String server) throws Exception {
        var accepted = new ConcurrentLinkedQueue<Long>();
        try (var writer = Executors.newSingleThreadScheduledExecutor()) {
            var load = writer.scheduleWithFixedDelay(() -> store(accepted), 0, 100, TimeUnit.MILLISECONDS);
            await().atMost(Duration.ofSeconds(60)).until(() -> accepted.size() >= 20);

            signal(server, "STOP");
            await().pollDelay(FROZEN).atMost(FROZEN.plusSeconds(10)).until(() -> true);
            signal(server, "CONT");
            var before = accepted.size();
            await().atMost(MAX_RECOVERY).until(() -> accepted.size() >= before + 20);
            load.cancel(false);
        }
        var woken = System.nanoTime();
        for (var memory : accepted) {
            await().atMost(MAX_RECOVERY)
                    .until(() -> system.client().states(memory, Duration.ofSeconds(10)).stream()
                            .allMatch("stored"::equals));
        }
        System.out.printf(
                "%s was frozen for %d s: %d memories accepted, all indexed %d s after the load ended%n",
                server,
                FROZEN.toSeconds(),
                accepted.size(),
                Duration.ofNanos(System.nanoTime() - woken).toSeconds());
        assertThat(system.deadLetters()).isEmpty();
    }

    /// Stores a memory; one that is refused is not counted.
    private static void store(Queue<Long> accepted) {
        try {
            var answer = system.client().remember("under-load", "Finding " + accepted.size());
            if (answer.statusCode() == 201) {
                accepted.add(Client.json(answer).path("id").longValue());
            }
        } catch (IOException e) {
            System.out.println("not accepted: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void signal(String server, String name) throws IOException, InterruptedException {
        var folder = data.resolve(server).toString();
        var processes = ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(folder))
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .map(ProcessHandle::pid)
                .distinct()
                .toList();
        assertThat(processes).isNotEmpty();
        for (var process : processes) {
            new ProcessBuilder("kill", "-" + name, process.toString()).start().waitFor();
        }
    }
}
