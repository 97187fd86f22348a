package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.contract.Memories;
import io.memlog.embedded.ChromaServer;
import io.memlog.embedded.KafkaServer;
import io.memlog.embedded.Passwords;
import io.memlog.embedded.Ports;
import io.memlog.schemas.event.MemoryEvent;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.EventMessage;
import io.memlog.schemas.topic.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The workers from their jars, with documented settings alone.
@Tag("long")
class IndependentWorkersIT {

    @TempDir
    Path work;

    @Test
    void workers_start_before_kafka_and_their_stores_and_wait_for_them_in_any_order() throws Exception {
        var hosts = Files.createFile(work.resolve("hosts"));
        var kafkaPort = Ports.free();
        var chromaPort = Ports.free();
        var neo4jPort = Ports.free();
        var passwords = Passwords.in(Files.createDirectory(work.resolve("passwords")));
        Map<String, Object> clients = Map.of("bootstrap.servers", "127.0.0.1:" + kafkaPort);
        var usual = Map.of(
                "spring.kafka.bootstrap-servers", "kafka:" + kafkaPort, "memlog.consumer.failure.max-backoff", "2s");

        try (var vector = WorkerProcess.start(
                        work,
                        "embedding-worker",
                        hosts,
                        with(
                                usual,
                                "memlog.chroma.url",
                                "http://chroma:" + chromaPort,
                                "memlog.chroma.tenant",
                                passwords.of("chroma.tenant")));
                var graph = WorkerProcess.start(
                        work,
                        "graph-worker",
                        hosts,
                        with(
                                usual,
                                "memlog.neo4j.uri",
                                "bolt://neo4j:" + neo4jPort,
                                "memlog.neo4j.password",
                                passwords.of("neo4j.neo4j")))) {
            vector.awaitReady();
            graph.awaitReady();
            try (var _ = Neo4jServer.start(work.resolve("neo4j"), neo4jPort, passwords);
                    var _ = KafkaServer.start(work.resolve("kafka"), kafkaPort)) {
                name(hosts, "neo4j");
                name(hosts, "kafka");
                send(
                        clients,
                        new MemoryStored(Memories.memory("tea", "{\"summary\":\"Sencha is steeped at 70 degrees\"}")));
                assertThat(reports(clients, Set.of("graph.stored"))).doesNotContain("vector.stored");
                try (var _ = ChromaServer.start(work.resolve("chroma"), chromaPort, passwords, _ -> {})) {
                    name(hosts, "chroma");
                    assertThat(reports(clients, Set.of("vector.stored"))).contains("graph.stored");
                }
                assertThat(DeadLetters.causes(clients)).isEmpty();
            }
            assertThat(vector.process().isAlive()).isTrue();
            assertThat(graph.process().isAlive()).isTrue();
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
        var started = new ArrayList<WorkerProcess>();
        for (var each : wrong) {
            started.add(WorkerProcess.start(work, each.application(), Map.of(each.setting(), each.value())));
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

    private static Map<String, String> with(
            Map<String, String> usual, String first, String its, String second, String value) {
        var settings = new HashMap<>(usual);
        settings.put(first, its);
        settings.put(second, value);
        return settings;
    }

    /// From now on, the workers find a host by this name.
    private static void name(Path hosts, String name) throws IOException {
        Files.writeString(hosts, "127.0.0.1 " + name + "\n", StandardOpenOption.APPEND);
    }

    private static void send(Map<String, Object> clients, MemoryEvent event) throws Exception {
        var message = EventMessage.of("memory-" + event.key().id() + "/1", "/test", Instant.now(), event);
        var headers = new RecordHeaders();
        message.headers().forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        try (var producer = new KafkaProducer<>(clients, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            Topic.EVENTS.name(),
                            null,
                            message.key().getBytes(StandardCharsets.UTF_8),
                            message.data().getBytes(StandardCharsets.UTF_8),
                            headers))
                    .get();
        }
    }

    /// The types of all reports, when these are among them.
    private static Set<String> reports(Map<String, Object> clients, Set<String> awaited) {
        Set<String> types = new HashSet<>();
        try (var consumer = new KafkaConsumer<>(clients, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(Topic.PROGRESS.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(Duration.ofSeconds(90)).until(() -> {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(report -> types.add(new String(
                                report.headers()
                                        .lastHeader(CloudEventHeaders.TYPE)
                                        .value(),
                                StandardCharsets.UTF_8)));
                return types.containsAll(awaited);
            });
        }
        return types;
    }
}
