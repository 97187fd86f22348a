package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.embedded.ChromaServer;
import io.memlog.embedded.KafkaServer;
import io.memlog.embedded.Passwords;
import io.memlog.embedded.Ports;
import io.memlog.embedded.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The applications from their jars, with documented settings alone.
@Tag("long")
class IndependentApplicationsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path work;

    @Test
    void applications_start_before_kafka_and_their_stores_and_wait_for_them_in_any_order() throws Exception {
        var hosts = Files.createFile(work.resolve("hosts"));
        var kafkaPort = Ports.free();
        var chromaPort = Ports.free();
        var neo4jPort = Ports.free();
        var passwords = Passwords.in(Files.createDirectory(work.resolve("passwords")));
        var usual = Map.of("spring.kafka.bootstrap-servers", "kafka:" + kafkaPort);
        var workers = with(usual, "memlog.consumer.failure.max-backoff", "2s");

        try (var postgres = PostgresServer.start(work.resolve("postgresql"), 0);
                var vector = ApplicationProcess.start(
                        work,
                        "embedding-worker",
                        hosts,
                        with(
                                with(workers, "memlog.chroma.url", "http://chroma:" + chromaPort),
                                "memlog.chroma.tenant",
                                passwords.of("chroma.tenant")));
                var graph = ApplicationProcess.start(
                        work,
                        "graph-worker",
                        hosts,
                        with(
                                with(workers, "memlog.neo4j.uri", "bolt://neo4j:" + neo4jPort),
                                "memlog.neo4j.password",
                                passwords.of("neo4j.neo4j")));
                var api = ApplicationProcess.start(
                        work,
                        "api-service",
                        hosts,
                        with(
                                with(
                                        with(usual, "spring.datasource.url", postgres.jdbcUrl()),
                                        "spring.datasource.username",
                                        postgres.user()),
                                "spring.datasource.password",
                                postgres.password()));
                var client = new Client(api.port())) {
            vector.awaitReady();
            graph.awaitReady();
            api.awaitReady();
            var memory = client.remembered("tea", "Sencha is steeped at 70 degrees");
            try (var _ = Neo4jServer.start(work.resolve("neo4j"), neo4jPort, passwords);
                    var _ = KafkaServer.start(work.resolve("kafka"), kafkaPort)) {
                name(hosts, "neo4j");
                name(hosts, "kafka");
                await().atMost(PATIENCE)
                        .until(() ->
                                client.states(memory, Duration.ofSeconds(1)).equals(List.of("pending", "stored")));
                try (var _ = ChromaServer.start(work.resolve("chroma"), chromaPort, passwords, _ -> {})) {
                    name(hosts, "chroma");
                    await().atMost(PATIENCE)
                            .until(() ->
                                    client.states(memory, Duration.ofSeconds(1)).equals(List.of("stored", "stored")));
                }
                assertThat(DeadLetters.causes(Map.of("bootstrap.servers", "127.0.0.1:" + kafkaPort)))
                        .isEmpty();
            }
            assertThat(vector.process().isAlive()).isTrue();
            assertThat(graph.process().isAlive()).isTrue();
            assertThat(api.process().isAlive()).isTrue();
        }
    }

    @Test
    void a_worker_with_a_wrong_setting_stops_with_a_sentence_that_names_it() throws Exception {
        var wrong = List.of(
                new Wrong("embedding-worker", "memlog.consumer.threads", "99", "memlog.consumer.threads"),
                new Wrong("embedding-worker", "memlog.chroma.url", "chroma", "memlog.chroma.url"),
                new Wrong("graph-worker", "memlog.neo4j.uri", "http://neo4j:7474", "memlog.neo4j.uri"),
                new Wrong("graph-worker", "spring.kafka.bootstrap-servers", "kafka", "spring.kafka.bootstrap-servers"),
                new Wrong("graph-worker", "server.address", "0.0.0.0", "memlog.http.internal-token"));
        var started = new ArrayList<ApplicationProcess>();
        for (var each : wrong) {
            started.add(ApplicationProcess.start(work, each.application(), Map.of(each.setting(), each.value())));
        }

        for (var each : wrong) {
            try (var process = started.removeFirst()) {
                assertThat(process.awaitEnd()).as(each.toString()).isEqualTo(1);
                assertThat(process.output().lines().filter(line -> line.contains("APPLICATION FAILED TO START")))
                        .as("%s: %s", each, process.output())
                        .hasSize(1)
                        .allMatch(line -> line.contains(each.named()));
                assertThat(process.output()).doesNotContain("\tat ");
            }
        }
    }

    private record Wrong(String application, String setting, String value, String named) {}

    private static Map<String, String> with(Map<String, String> usual, String setting, String value) {
        var settings = new HashMap<>(usual);
        settings.put(setting, value);
        return settings;
    }

    /// From now on, the applications find a host by this name.
    private static void name(Path hosts, String name) throws IOException {
        Files.writeString(hosts, "127.0.0.1 " + name + "\n", StandardOpenOption.APPEND);
    }
}
