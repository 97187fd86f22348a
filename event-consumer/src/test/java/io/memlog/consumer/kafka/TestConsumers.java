package io.memlog.consumer.kafka;

import io.memlog.consumer.ProjectionHandler;
import io.memlog.consumer.meters.ConsumerMeters;
import io.memlog.consumer.processing.OutageProperties;
import io.memlog.consumer.processing.RetryProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.springframework.util.unit.DataSize;

/// Followers as an application has them, only less patient.
final class TestConsumers {

    /// A consumer that does not poll for longer loses its partitions.
    static final Duration LONGEST_BETWEEN_POLLS = Duration.ofSeconds(4);

    private TestConsumers() {}

    static ProjectionConsumer follower(String bootstrapServers, String group, ProjectionHandler index) {
        return follower(bootstrapServers, settings(group, Duration.ofSeconds(20)), index);
    }

    static ProjectionConsumer follower(String bootstrapServers, ConsumerProperties settings, ProjectionHandler index) {
        Map<String, Object> consumer = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "session.timeout.ms",
                "6000",
                "heartbeat.interval.ms",
                "300",
                "max.poll.interval.ms",
                Long.toString(LONGEST_BETWEEN_POLLS.toMillis()));
        Map<String, Object> producer = Map.of("bootstrap.servers", bootstrapServers);
        var meters = new ConsumerMeters(new SimpleMeterRegistry(), index.projection());
        var clients = new KafkaClients(consumer, producer, settings);
        return new ProjectionConsumerFactory(
                        index, settings, clients, meters, Clock.systemUTC(), new Random(3), "/memlog/test-worker")
                .follower();
    }

    static ConsumerProperties settings(String group, Duration longestWait) {
        return new ConsumerProperties(
                true,
                group,
                1,
                250,
                DataSize.ofMegabytes(16),
                DataSize.ofMegabytes(1),
                longestWait,
                longestWait,
                Duration.ofMillis(100),
                new RetryProperties(3, Duration.ofMillis(20), 3, Duration.ofSeconds(3)),
                new OutageProperties(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofMinutes(15)));
    }
}
