package io.memlog.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.ApiService;
import io.memlog.embedded.KafkaServer;
import io.memlog.embedded.Ports;
import io.memlog.embedded.PostgresServer;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two instances of api-service; the one that publishes the outbox is frozen under load and woken up.
@Tag("long")
class FrozenLeaderIT {

    private static final int MEMORIES = 40;
    private static final int WRITERS = 4;
    private static final Duration MAX_TAKEOVER = Duration.ofSeconds(30);

    @TempDir
    Path data;

    private final AtomicBoolean loading = new AtomicBoolean(true);
    private final Map<Long, Long> acknowledged = new ConcurrentHashMap<>();

    @Test
    void another_instance_takes_over_and_the_newest_version_of_every_memory_is_in_the_topic() throws Exception {
        try (var postgres = PostgresServer.start(data.resolve("postgres"), 0);
                var kafka = KafkaServer.start(data.resolve("kafka"), 0);
                var one = Instance.start(data, postgres, kafka);
                var other = Instance.start(data, postgres, kafka);
                ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            await().atMost(Duration.ofSeconds(90)).until(() -> one.isReady() && other.isReady());
            await().atMost(Duration.ofSeconds(30)).until(() -> one.leads() || other.leads());
            var leader = one.leads() ? one : other;
            var follower = leader.equals(one) ? other : one;
            for (int memory = 0; memory < MEMORIES; memory++) {
                acknowledged.put(follower.client().remembered("task " + memory, "version 1"), 1L);
            }
            for (int writer = 0; writer < WRITERS; writer++) {
                var random = new Random(writer);
                var instance = writer == 0 ? leader : follower;
                writers.execute(() -> update(instance, random));
            }
            await().pollDelay(Duration.ofSeconds(5)).until(() -> true);

            leader.signal("STOP");
            var frozen = System.nanoTime();
            Duration takeover;
            try {
                await().atMost(MAX_TAKEOVER).until(follower::leads);
                takeover = Duration.ofNanos(System.nanoTime() - frozen);
                await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
                leader.signal("CONT");
                await().pollDelay(Duration.ofSeconds(8)).until(() -> true);
            } finally {
                loading.set(false);
                leader.signal("CONT");
            }
            writers.shutdown();
            assertThat(writers.awaitTermination(90, TimeUnit.SECONDS)).isTrue();
            await().atMost(Duration.ofSeconds(60)).until(() -> outboxRows(postgres) == 0);

            var last = new HashMap<Long, Long>();
            var newest = new HashMap<Long, Long>();
            read(kafka, last, newest);
            var older = last.entrySet().stream()
                    .filter(memory -> !memory.getValue().equals(newest.get(memory.getKey())))
                    .map(Map.Entry::getKey)
                    .toList();
            System.out.printf(
                    "taken over after %d ms; %d updates of %d memories; an older version is the last record of %d%n",
                    takeover.toMillis(),
                    acknowledged.values().stream()
                            .mapToLong(version -> version - 1)
                            .sum(),
                    MEMORIES,
                    older.size());
            assertThat(newest).containsAllEntriesOf(acknowledged);
            assertThat(older).isEmpty();
        }
    }

    /// Changes memories at random until the load ends.
    private void update(Instance instance, Random random) {
        var memories = new ArrayList<>(acknowledged.keySet());
        while (loading.get()) {
            var memory = memories.get(random.nextInt(memories.size()));
            try {
                var answer = instance.client()
                        .patch(memory, Map.of("raw_data", Map.of("summary", "update " + random.nextInt())));
                if (answer.statusCode() == 200) {
                    acknowledged.merge(
                            memory, Client.json(answer).path("version").longValue(), Math::max);
                }
            } catch (IOException e) {
                System.out.println("not updated: " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void read(KafkaServer kafka, Map<Long, Long> last, Map<Long, Long> newest) {
        var config = Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers());
        try (var reader = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = IntStream.range(0, Topic.EVENTS.partitions())
                    .mapToObj(number -> new TopicPartition(Topic.EVENTS.name(), number))
                    .toList();
            var ends = reader.endOffsets(partitions);
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
                for (var record : reader.poll(Duration.ofMillis(100))) {
                    var memory = Long.valueOf(new String(record.key(), UTF_8));
                    var version = Long.valueOf(new String(
                            record.headers()
                                    .lastHeader(CloudEventHeaders.MEMORY_VERSION)
                                    .value(),
                            UTF_8));
                    last.put(memory, version);
                    newest.merge(memory, version, Math::max);
                }
            }
        }
    }

    private static long outboxRows(PostgresServer postgres) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM outbox")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /// api-service in a process of its own.
    private record Instance(Process process, Path output, Client client) implements AutoCloseable {

        static Instance start(Path data, PostgresServer postgres, KafkaServer kafka) throws IOException {
            var port = Ports.free();
            var output = Files.createTempFile(data, "api", ".txt");
            var process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-Xmx512m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ApiService.class.getName(),
                            "--spring.config.name=api-service",
                            "--server.port=" + port,
                            "--spring.datasource.url=" + postgres.jdbcUrl(),
                            "--spring.datasource.username=" + postgres.user(),
                            "--spring.datasource.password=" + postgres.password(),
                            "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                            "--memlog.archive.folder=" + data.resolve("archive"))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new Instance(process, output, new Client(port));
        }

        boolean isReady() throws InterruptedException {
            try {
                return client.get("/actuator/health/liveness").statusCode() == 200;
            } catch (IOException e) {
                if (!process.isAlive()) {
                    throw new AssertionError(read());
                }
                return false;
            }
        }

        boolean leads() throws IOException, InterruptedException {
            return client.get("/actuator/prometheus")
                    .body()
                    .lines()
                    .anyMatch(line -> line.startsWith("memlog_outbox_leader") && line.endsWith(" 1.0"));
        }

        void signal(String name) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }

        private String read() {
            try {
                return Files.readString(output);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() throws IOException {
            client.close();
            try {
                signal("CONT");
                process.destroyForcibly().waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
