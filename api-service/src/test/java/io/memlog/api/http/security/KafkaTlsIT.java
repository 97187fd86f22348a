package io.memlog.api.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.RunningService;
import io.memlog.api.http.security.Certificates.Certificate;
import io.memlog.embedded.KafkaServer;
import io.memlog.embedded.Passwords;
import io.memlog.schemas.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A Kafka that accepts SASL over TLS only, with a certificate of the test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaTlsIT {

    private static final String MEMORY = """
            {"task":"t","user_id":"tls","project_id":"p","raw_data":{}}""";

    private Passwords passwords;
    private Certificate trusted;
    private Certificate other;
    private KafkaServer kafka;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        passwords = Passwords.in(folder);
        var certificates = new Certificates(folder);
        trusted = certificates.create("broker", "SAN=ip:127.0.0.1");
        other = certificates.create("other", "SAN=ip:127.0.0.1");
        kafka = KafkaServer.startWithTls(folder.resolve("kafka"), passwords, trusted.file(), Certificates.PASSWORD);
    }

    @AfterAll
    void stop() {
        kafka.close();
    }

    @Test
    void topics_are_created_and_memories_published_over_sasl_and_tls() throws Exception {
        var service = RunningService.isolated(settings(trusted));
        try {
            assertThat(service.post("/memory-logs", MEMORY).status()).isEqualTo(201);

            await().untilAsserted(() -> assertThat(published()).isEqualTo(1));
            await().until(() -> service.get("/status").json().at("/outbox/rows").intValue() == 0);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> service.get("/status/pipeline")
                            .json()
                            .path("complete")
                            .asBoolean(false));
        } finally {
            service.close();
        }
    }

    @Test
    void nothing_is_sent_to_a_broker_whose_certificate_is_not_trusted() throws Exception {
        var before = published();
        var service = RunningService.isolated(settings(other));
        try {
            assertThat(service.post("/memory-logs", MEMORY).status()).isEqualTo(201);

            await().until(() -> service.get("/status")
                    .json()
                    .at("/stores/kafka/state")
                    .stringValue("")
                    .equals("down"));
            await().until(() -> service.get("/status").json().at("/outbox/rows").intValue() == 1);
            assertThat(published()).isEqualTo(before);
        } finally {
            service.close();
        }
    }

    private String[] settings(Certificate trust) {
        return Stream.concat(
                        Stream.of(
                                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                                "--spring.kafka.security.protocol=SASL_SSL",
                                "--spring.kafka.ssl.bundle=kafka",
                                "--spring.ssl.bundle.pem.kafka.truststore.certificate=" + trust.certificate()),
                        login().entrySet().stream()
                                .map(login -> "--spring.kafka.properties." + login.getKey() + "=" + login.getValue()))
                .toArray(String[]::new);
    }

    private Map<String, String> login() {
        Map<String, String> settings = new HashMap<>(KafkaServer.clientSettings(passwords));
        settings.remove("security.protocol");
        return settings;
    }

    /// How many memories are in the topic; 0 without the topic.
    private long published() throws Exception {
        Map<String, Object> settings = new HashMap<>(login());
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        settings.put("security.protocol", "SASL_SSL");
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.location", trusted.certificate().toString());
        try (var admin = Admin.create(settings)) {
            var topic = Topic.EVENTS.name();
            if (!admin.listTopics().names().get().contains(topic)) {
                return 0;
            }
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            for (var description :
                    admin.describeTopics(List.of(topic)).allTopicNames().get().values()) {
                description
                        .partitions()
                        .forEach(partition ->
                                latest.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
            }
            return admin.listOffsets(latest).all().get().values().stream()
                    .mapToLong(offset -> offset.offset())
                    .sum();
        }
    }
}
