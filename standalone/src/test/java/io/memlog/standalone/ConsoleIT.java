package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.memlog.embedded.Passwords;
import io.memlog.embedded.Ports;
import io.memlog.schemas.topic.Projection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The browser tests of the console, on a Memlog with the data of the demo: first while it is open, then with ten
/// thousand dead letters, then with keys. `-Dmemlog.docs.write=true` renews the pictures of docs/console.
class ConsoleIT {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Path CONSOLE = PROJECT.resolve("console");
    private static final int MEMORIES = 300;
    private static final int LETTERS = 10_000;
    private static final long FIRST_OFFSET = 1_000_000;

    @TempDir
    Path work;

    private final int apiPort = Ports.free();
    private final int kafkaPort = Ports.free();

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void operators_and_teams_see_and_do_what_they_need() throws Exception {
        var chromium = chromium();
        assumeTrue(
                chromium.isPresent(),
                "The console is not tested: there is no Chromium. Install it (Debian: apt-get install chromium), or name"
                        + " one in MEMLOG_CHROMIUM.");
        assumeTrue(
                Files.isDirectory(CONSOLE.resolve("node_modules")),
                "The console is not tested: it was not built here. Build the module console first.");
        var memlog = start();
        try (var client = new Client(apiPort)) {
            awaitDemo(client);

            assertThat(browserTests(chromium.get(), "parts", "open")).isZero();
            buryMany(client);
            assertThat(browserTests(chromium.get(), "many", "keys")).isZero();
        } finally {
            memlog.terminate();
        }
    }

    private static Optional<String> chromium() {
        return Stream.of(
                        System.getenv().getOrDefault("MEMLOG_CHROMIUM", ""),
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome")
                .filter(path -> !path.isEmpty() && Files.isExecutable(Path.of(path)))
                .findFirst();
    }

    private MemlogProcess start() throws IOException {
        var process = MemlogProcess.start(
                work,
                Map.of(),
                "--data=" + work.resolve("data"),
                "--port=" + apiPort,
                "--postgres-port=" + Ports.free(),
                "--kafka-port=" + kafkaPort,
                "--chroma-port=" + Ports.free(),
                "--neo4j-port=" + Ports.free(),
                "--demo");
        process.awaitReady();
        return process;
    }

    private static void awaitDemo(Client client) {
        await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
            var letters = Client.json(client.get("/dead-letters/groups")).path("items");

            assertThat(letters).hasSize(2);
            for (var memory = 1; memory <= MEMORIES; memory++) {
                assertThat(client.states(memory, Duration.ofSeconds(60))).doesNotContain("pending");
            }
        });
    }

    private void buryMany(Client client) {
        try (var events = BuriedEvents.at(kafkaPort, Passwords.in(work.resolve("data")))) {
            var message = events.firstOf(1);
            for (var number = 0; number < LETTERS; number++) {
                events.bury(Projection.GRAPH, message, FIRST_OFFSET + number, "Neo4j is out of memory");
            }
        }
        await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
            var groups = Client.json(client.get("/dead-letters/groups?user_id=demo"))
                    .path("items")
                    .valueStream();

            assertThat(groups.mapToInt(group -> group.path("count").intValue()).sum())
                    .isGreaterThanOrEqualTo(LETTERS);
        });
    }

    /// Whether the browser tests of these projects succeed.
    private int browserTests(String chromium, String... projects) throws IOException, InterruptedException {
        var command = new ProcessBuilder("npx", "--no-install", "playwright", "test").directory(CONSOLE.toFile());
        Stream.of(projects).forEach(project -> command.command().add("--project=" + project));
        var environment = command.environment();
        environment.put("MEMLOG_URL", "http://127.0.0.1:" + apiPort);
        environment.put("MEMLOG_CHROMIUM", chromium);
        if (Boolean.getBoolean("memlog.docs.write")) {
            environment.put(
                    "MEMLOG_CONSOLE_PICTURES", PROJECT.resolve("docs/console").toString());
        }
        // The standard input and output of this process belong to Maven.
        var process = command.redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (var output = process.inputReader()) {
            output.lines().forEach(System.out::println);
            return process.waitFor();
        } finally {
            process.destroy();
        }
    }
}
