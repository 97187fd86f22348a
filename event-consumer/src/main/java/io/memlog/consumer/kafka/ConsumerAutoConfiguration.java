package io.memlog.consumer.kafka;

import io.memlog.consumer.ConsumerStatus;
import io.memlog.consumer.ProjectionHandler;
import io.memlog.consumer.processing.ConsumerMeters;
import io.memlog.consumer.processing.ConsumerProperties;
import io.memlog.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/// Consumes the log in every application with a [ProjectionHandler].
@AutoConfiguration(after = KafkaAutoConfiguration.class)
@ConditionalOnBean(ProjectionHandler.class)
@ConditionalOnProperty(prefix = "memlog.consumer", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(ConsumerProperties.class)
public final class ConsumerAutoConfiguration {

    @Bean
    ConsumerMeters consumerMeters(ObjectProvider<MeterRegistry> registry, ProjectionHandler<?> handler) {
        return new ConsumerMeters(registry.getIfAvailable(SimpleMeterRegistry::new), handler.projection());
    }

    @Bean(destroyMethod = "close")
    ProjectionConsumer projectionConsumer(
            ProjectionHandler<?> handler,
            ConsumerProperties settings,
            ConsumerFactory<?, ?> consumers,
            ProducerFactory<?, ?> producers,
            KafkaAdmin admin,
            ConsumerMeters meters,
            ObjectProvider<Traces> traces,
            ObjectProvider<Clock> clocks,
            ApplicationContext application) {
        var name = application.getEnvironment().getProperty("spring.application.name", "memlog-worker");
        var consumer = new ProjectionConsumer(
                handler,
                handler.projection().consumerGroup(),
                settings,
                new KafkaClients(consumers, producers, admin),
                meters,
                traces.getIfAvailable(() -> Traces.OFF),
                clocks.getIfAvailable(Clock::systemUTC),
                "/memlog/" + name,
                () -> AvailabilityChangeEvent.publish(application, LivenessState.BROKEN));
        meters.bind(consumer, consumer::batchAge);
        return consumer;
    }

    @Bean
    HealthIndicator consumerHealthIndicator(ConsumerStatus status) {
        return () -> health(status);
    }

    /// While paused the consumer is degraded and not down, because it resumes by itself.
    static Health health(ConsumerStatus status) {
        var lag = status.lag();
        var health = Health.up()
                .withDetail("projection", status.projection().wireName())
                .withDetail("state", status.state())
                .withDetail("lag", lag.isPresent() ? lag.getAsLong() : "unknown");
        status.pause()
                .ifPresent(pause -> health.status("DEGRADED")
                        .withDetail("cause", pause.cause().tag())
                        .withDetail("reason", pause.reason())
                        .withDetail("since", pause.since()));
        return health.build();
    }
}
