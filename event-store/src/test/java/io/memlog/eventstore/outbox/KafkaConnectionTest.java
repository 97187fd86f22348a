package io.memlog.eventstore.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.ProducerFactory;

/// The relay connects to Kafka as the application's other producers do.
class KafkaConnectionTest {

    private static final int TLS_HANDSHAKE = 22;

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class, OutboxAutoConfiguration.class))
            .withUserConfiguration(Application.class);

    @Test
    void the_security_protocol_of_the_application_is_the_relays() throws IOException {
        try (var broker = new Listener()) {
            application
                    .withPropertyValues(
                            "spring.kafka.bootstrap-servers=" + broker.address(), "spring.kafka.security.protocol=SSL")
                    .run(_ -> assertThat(broker.firstByte()).isEqualTo(TLS_HANDSHAKE));
        }
    }

    @Test
    void the_connection_details_of_the_application_are_the_relays() throws IOException {
        try (var broker = new Listener()) {
            application
                    .withPropertyValues("spring.kafka.bootstrap-servers=127.0.0.1:1")
                    .withBean(KafkaConnectionDetails.class, () -> () -> List.of(broker.address()))
                    .run(_ -> assertThat(broker.firstByte()).isZero());
        }
    }

    @Test
    void further_settings_of_the_applications_producers_are_the_relays_unless_the_order_depends_on_them() {
        application
                .withPropertyValues(
                        "spring.kafka.producer.acks=0",
                        "spring.kafka.producer.properties.partitioner.class=" + RoundRobinPartitioner.class.getName())
                .run(context -> assertThat(KafkaPublisher.settings(
                                configuration(context.getBean(ProducerFactory.class)),
                                context.getBean(OutboxProperties.class)))
                        .containsEntry("partitioner.class", RoundRobinPartitioner.class.getName())
                        .containsEntry("acks", "all"));
    }

    private static Map<String, Object> configuration(ProducerFactory<?, ?> producers) {
        return producers.getConfigurationProperties();
    }

    @EnableConfigurationProperties(OutboxProperties.class)
    static class Application {

        @Bean
        Outbox outbox() {
            return new FakeOutbox().with(FakeOutbox.message(1, "tea"));
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }

    /// Accepts one connection, and reads its first byte.
    private static final class Listener implements AutoCloseable {

        private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final CompletableFuture<Integer> firstByte =
                CompletableFuture.supplyAsync(this::read, Thread::startVirtualThread);

        Listener() throws IOException {}

        String address() {
            return "127.0.0.1:" + socket.getLocalPort();
        }

        int firstByte() {
            await().until(firstByte::isDone);
            return firstByte.join();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }

        private int read() {
            try (var connection = socket.accept()) {
                return connection.getInputStream().read();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
