package io.memlog.eventstore.outbox;

import io.memlog.eventstore.lifecycle.DependencyHealth;
import io.memlog.eventstore.lifecycle.WakeUpSignal;
import io.memlog.schemas.topic.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/// The relay of an application that has an outbox.
@AutoConfiguration(afterName = "io.memlog.eventstore.postgres.EventStoreAutoConfiguration")
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
            Environment environment,
            ObjectProvider<MeterRegistry> registry) {
        var settings = Binder.get(environment);
        var producers = new KafkaProducers(
                settings.bind("spring.kafka.bootstrap-servers", Bindable.listOf(String.class))
                        .orElse(List.of("localhost:9092")),
                settings.bind("spring.kafka.properties", Bindable.mapOf(String.class, String.class))
                        .orElse(Map.of()),
                properties);
        var signal = new WakeUpSignal();
        var health = new DependencyHealth(LoggerFactory.getLogger(OutboxRelayLifecycle.class), "The outbox");
        var meters = new OutboxMeters(registry.getIfAvailable(() -> Metrics.globalRegistry), clock);
        var election = new LeaderElection(
                outbox,
                () -> new KafkaPublisher(producers, TOPICS),
                signal,
                properties,
                () -> new Backoff(properties.maxBackoff(), RandomGenerator.getDefault()),
                health,
                meters);
        var monitor = new BacklogMonitor(outbox, properties);
        var relay = new OutboxRelayLifecycle(election, monitor, signal, health, properties, clock);
        meters.register(relay::status, monitor::latest);
        return relay;
    }
}
