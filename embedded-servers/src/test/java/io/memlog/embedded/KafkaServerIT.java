package io.memlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaServerIT {

    @TempDir
    Path data;

    @Test
    void what_was_acknowledged_is_there_after_a_restart_on_the_same_port() throws Exception {
        int port;
        try (var server = KafkaServer.start(data, 0)) {
            port = server.port();
            createTopic(server, "tea");
            send(server, "tea", "sencha");
        }

        try (var server = KafkaServer.start(data, port)) {
            assertThat(read(server, "tea")).containsExactly("sencha");
        }
    }

    @Test
    void a_topic_is_never_created_by_use() {
        try (var server = KafkaServer.start(data, 0)) {
            assertThatThrownBy(() -> send(server, "misspelt", "sencha")).isInstanceOf(ExecutionException.class);
        }
    }

    @Test
    void a_message_of_four_mebibytes_fits() throws Exception {
        try (var server = KafkaServer.start(data, 0)) {
            createTopic(server, "large");

            send(server, "large", "x".repeat(4 * 1024 * 1024));

            assertThat(read(server, "large")).hasSize(1);
        }
    }

    @Test
    void a_port_in_use_is_said_in_a_sentence() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> KafkaServer.start(data, other.getLocalPort()))
                    .isInstanceOf(ServerUnavailableException.class)
                    .hasMessageContaining("Port " + other.getLocalPort() + " for Kafka is in use");
        }
    }

    @Test
    void with_passwords_neither_listener_answers_without_the_right_one() {
        var right = Passwords.in(data);
        var wrong = Passwords.in(data.resolve("other"));
        try (var server = KafkaServer.start(data.resolve("kafka"), 0, right)) {
            for (var listener : List.of(
                    Map.of("bootstrap.servers", server.bootstrapServers()),
                    Map.of("bootstrap.controllers", "127.0.0.1:" + server.controllerPort()))) {
                assertThatThrownBy(() -> nodes(listener, KafkaServer.clientSettings(wrong)))
                        .hasCauseInstanceOf(SaslAuthenticationException.class);
                assertThatThrownBy(() -> nodes(listener, Map.of("default.api.timeout.ms", "3000")))
                        .hasCauseInstanceOf(TimeoutException.class);
                assertThatCode(() -> nodes(listener, KafkaServer.clientSettings(right)))
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void data_of_a_broker_without_passwords_is_kept() throws Exception {
        try (var server = KafkaServer.start(data.resolve("kafka"), 0)) {
            createTopic(server, "tea");
            send(server, "tea", "sencha");
        }
        var passwords = Passwords.in(data);

        try (var server = KafkaServer.start(data.resolve("kafka"), 0, passwords)) {
            assertThat(read(server, "tea", KafkaServer.clientSettings(passwords)))
                    .containsExactly("sencha");
        }
    }

    private static void nodes(Map<String, String> listener, Map<String, String> login) throws Exception {
        Map<String, Object> settings = new HashMap<>(listener);
        settings.put("request.timeout.ms", "2000");
        settings.putAll(login);
        try (var admin = Admin.create(settings)) {
            admin.describeCluster().nodes().get(20, TimeUnit.SECONDS);
        }
    }

    private static void createTopic(KafkaServer server, String name) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()))) {
            var config = Map.of("max.message.bytes", Integer.toString(5 * 1024 * 1024));
            var topic = new NewTopic(name, 1, (short) 1).configs(config);
            admin.createTopics(List.of(topic)).all().get(20, TimeUnit.SECONDS);
        }
    }

    private static void send(KafkaServer server, String topic, String value) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", server.bootstrapServers(),
                "max.block.ms", "1500",
                "max.request.size", Integer.toString(5 * 1024 * 1024));
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get(20, TimeUnit.SECONDS);
        }
    }

    private static List<String> read(KafkaServer server, String topic) {
        return read(server, topic, Map.of());
    }

    private static List<String> read(KafkaServer server, String topic, Map<String, String> login) {
        Map<String, Object> settings = new HashMap<>(login);
        settings.put("bootstrap.servers", server.bootstrapServers());
        settings.put("group.id", "reader");
        settings.put("auto.offset.reset", "earliest");
        settings.put("max.partition.fetch.bytes", Integer.toString(5 * 1024 * 1024));
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            for (var attempt = 0; attempt < 20; attempt++) {
                var records = consumer.poll(Duration.ofSeconds(1));
                if (!records.isEmpty()) {
                    return records.records(topic).iterator().hasNext()
                            ? List.of(records.records(topic).iterator().next().value())
                            : List.of();
                }
            }
            return List.of();
        }
    }
}
