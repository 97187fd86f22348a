package io.memlog.consumer.kafka;

import io.memlog.consumer.ProjectionHandler;
import io.memlog.consumer.processing.ConsumerMeters;
import io.memlog.consumer.processing.ConsumerProperties;
import io.memlog.tracing.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.util.unit.DataSize;

/// Consumers configured as in an application, with shorter timeouts.
final class TestConsumers {

    /// Without a poll for longer, a consumer loses its partitions.
    static final Duration MAX_POLL_INTERVAL = Duration.ofSeconds(10);

    private TestConsumers() {}

    static ProjectionConsumer create(String bootstrapServers, String group, ProjectionHandler<?> projection) {
        return create(bootstrapServers, group, settings(Duration.ofSeconds(20)), projection);
    }

    static ProjectionConsumer create(
            String bootstrapServers, String group, ConsumerProperties settings, ProjectionHandler<?> projection) {
        Map<String, Object> consumer = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "session.timeout.ms",
                "6000",
                "heartbeat.interval.ms",
                "300",
                "max.poll.interval.ms",
                Long.toString(MAX_POLL_INTERVAL.toMillis()));
        Map<String, Object> producer = Map.of("bootstrap.servers", bootstrapServers);
        var meters = new ConsumerMeters(new SimpleMeterRegistry(), projection.projection());
        var clients = new KafkaClients(
                new DefaultKafkaConsumerFactory<>(consumer),
                new DefaultKafkaProducerFactory<>(producer),
                new KafkaAdmin(producer));
        return new ProjectionConsumer(
                projection,
                group,
                settings,
                clients,
                meters,
                Traces.OFF,
                Clock.systemUTC(),
                "/memlog/test-worker",
                () -> {});
    }

    static ConsumerProperties settings(Duration timeout) {
        return new ConsumerProperties(
                true,
                1,
                250,
                DataSize.ofMegabytes(1),
                Duration.ofSeconds(1),
                Duration.ofMinutes(10),
                timeout,
                Duration.ofMillis(100),
                new ConsumerProperties.Failure(
                        List.of(Duration.ofMillis(20), Duration.ofMillis(60), Duration.ofMillis(180)),
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(20),
                        Duration.ofMillis(50),
                        Duration.ofMillis(200),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5)));
    }
}
