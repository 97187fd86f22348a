package io.memlog.eventstore.outbox;

import io.memlog.schemas.topic.Topic;
import io.memlog.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.ProducerFactory;

/// The relay of an application that has an outbox.
@AutoConfiguration(
        after = KafkaAutoConfiguration.class,
        afterName = "io.memlog.eventstore.postgres.EventStoreAutoConfiguration")
@ConditionalOnBean(Outbox.class)
class OutboxAutoConfiguration {

    /// The topic for each type of aggregate.
    private static final Map<String, String> TOPICS = Map.of("memory_log", Topic.EVENTS.name());

    @Bean
    @ConditionalOnMissingBean(OutboxRelay.class)
    OutboxRelayLifecycle outboxRelay(
            Outbox outbox,
            OutboxProperties properties,
            Clock clock,
            ProducerFactory<?, ?> kafka,
            ObjectProvider<MeterRegistry> registry,
            ObjectProvider<Traces> traces) {
        var settings = KafkaPublisher.settings(kafka.getConfigurationProperties(), properties);
        var serializer = new ByteArraySerializer();
        var publisher = new KafkaPublisher(
                () -> new KafkaProducer<>(settings, serializer, serializer),
                TOPICS,
                traces.getIfAvailable(() -> Traces.OFF));
        return new OutboxRelayLifecycle(
                outbox, publisher, properties, registry.getIfAvailable(() -> Metrics.globalRegistry), clock);
    }
}
