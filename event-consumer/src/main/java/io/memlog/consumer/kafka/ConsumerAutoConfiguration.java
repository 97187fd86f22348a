package io.memlog.consumer.kafka;

import io.memlog.consumer.ConsumerStatus;
import io.memlog.consumer.ProjectionHandler;
import io.memlog.consumer.processing.ConsumerMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Random;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

/// Consumes the log in every application with a [ProjectionHandler].
@AutoConfiguration(after = KafkaAutoConfiguration.class)
@ConditionalOnBean(ProjectionHandler.class)
@ConditionalOnProperty(prefix = "memlog.consumer", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(ConsumerProperties.class)
public final class ConsumerAutoConfiguration {

    @Bean
    ConsumerMeters consumerMeters(ObjectProvider<MeterRegistry> registry, ProjectionHandler handler) {
        return new ConsumerMeters(registry.getIfAvailable(SimpleMeterRegistry::new), handler.projection());
    }

    @Bean
    ProjectionConsumer projectionConsumer(
            ProjectionHandler handler,
            ConsumerProperties settings,
            ConsumerFactory<?, ?> consumers,
            ProducerFactory<?, ?> producers,
            ConsumerMeters meters,
            ObjectProvider<Clock> clocks,
            ObjectProvider<Random> randoms,
            Environment environment) {
        var factory = new ProjectionConsumerFactory(
                handler,
                handler.projection().consumerGroup(),
                settings,
                new KafkaClients(
                        consumers.getConfigurationProperties(), producers.getConfigurationProperties(), settings),
                meters,
                clocks.getIfAvailable(Clock::systemUTC),
                randoms.getIfAvailable(Random::new),
                "/memlog/" + environment.getProperty("spring.application.name", "memlog-worker"));
        var consumer = factory.create();
        meters.bind(consumer);
        return consumer;
    }

    @Bean
    HealthIndicator consumerHealthIndicator(ConsumerStatus status) {
        return new ConsumerHealth(status);
    }
}
