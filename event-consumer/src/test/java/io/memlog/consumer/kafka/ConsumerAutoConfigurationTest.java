package io.memlog.consumer.kafka;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.ConsumerStatus;
import io.memlog.consumer.InMemoryProjection;
import io.memlog.consumer.Pause;
import io.memlog.consumer.PauseCause;
import io.memlog.consumer.ProjectionHandler;
import io.memlog.consumer.processing.ConsumerMeters;
import io.memlog.consumer.processing.ConsumerProperties;
import io.memlog.consumer.topics.TopicsAutoConfiguration;
import io.memlog.schemas.topic.Projection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ConsumerAutoConfigurationTest {

    /// The discard port refuses connections, so no test connects to a server.
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withPropertyValues("spring.kafka.bootstrap-servers=127.0.0.1:9")
            .withConfiguration(AutoConfigurations.of(
                    ConsumerAutoConfiguration.class, TopicsAutoConfiguration.class, KafkaAutoConfiguration.class));

    private final ApplicationContextRunner worker =
            application.withBean(ProjectionHandler.class, InMemoryProjection::new);

    @Test
    void an_application_with_a_projection_handler_has_a_consumer() {
        worker.run(context -> {
            assertThat(context).hasSingleBean(ConsumerStatus.class);
            var status = context.getBean(ConsumerStatus.class);
            assertThat(status.isRunning()).isTrue();
            assertThat(status.projection()).isEqualTo(Projection.VECTOR);
            assertThat(status.pause()).isEmpty();
            assertThat(status.lag()).isEmpty();
        });
    }

    @Test
    void an_application_without_a_projection_handler_only_creates_topics() {
        application.run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(ConsumerStatus.class);
            assertThat(context).hasBean("topicsHealthIndicator");
        });
    }

    @Test
    void an_application_without_kafka_creates_no_topics() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(TopicsAutoConfiguration.class, KafkaAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("topicsHealthIndicator"));
    }

    @Test
    void the_consumer_can_be_disabled() {
        worker.withPropertyValues("memlog.consumer.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ConsumerStatus.class));
    }

    @Test
    void health_is_up_with_the_state_of_the_consumer() {
        worker.run(context -> {
            var health = requireNonNull(context.getBean("consumerHealthIndicator", HealthIndicator.class)
                    .health());

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails())
                    .containsEntry("projection", "vector")
                    .containsEntry("state", "following")
                    .containsEntry("lag", "unknown");
        });
    }

    @Test
    void health_of_a_paused_consumer_is_degraded_with_its_cause() {
        var status = new PausedConsumer(new Pause(PauseCause.PROVIDER, "the provider limits the rate", Instant.EPOCH));
        var registry = new SimpleMeterRegistry();
        new ConsumerMeters(registry, Projection.VECTOR).bind(status, () -> Duration.ZERO);

        var health = ConsumerAutoConfiguration.health(status);
        assertThat(health.getStatus().getCode()).isEqualTo("DEGRADED");
        assertThat(health.getDetails())
                .containsEntry("cause", "provider")
                .containsEntry("reason", "the provider limits the rate");
        assertThat(registry.get("memlog.consumer.paused").gauges())
                .filteredOn(gauge -> gauge.value() == 1)
                .singleElement()
                .satisfies(gauge -> assertThat(gauge.getId().getTag("cause")).isEqualTo("provider"));
    }

    private record PausedConsumer(Pause reason) implements ConsumerStatus {

        @Override
        public Projection projection() {
            return Projection.VECTOR;
        }

        @Override
        public boolean isRunning() {
            return true;
        }

        @Override
        public Optional<Pause> pause() {
            return Optional.of(reason);
        }

        @Override
        public OptionalLong lag() {
            return OptionalLong.empty();
        }
    }

    @Test
    void lag_and_pauses_are_measured() {
        worker.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run(context -> {
            var meters = context.getBean(MeterRegistry.class);

            assertThat(meters.get("memlog.consumer.lag")
                            .tag("projection", "vector")
                            .gauge()
                            .value())
                    .isNaN();
            assertThat(meters.get("memlog.consumer.paused").gauges())
                    .hasSameSizeAs(PauseCause.values())
                    .allMatch(gauge -> gauge.value() == 0);
        });
    }

    @Test
    void settings_have_defaults() {
        worker.run(context -> {
            var settings = context.getBean(ConsumerProperties.class);

            assertThat(settings.threads()).isEqualTo(1);
            assertThat(settings.maxPollRecords()).isEqualTo(250);
            assertThat(settings.failure().retryDelays())
                    .containsExactly(Duration.ofMillis(200), Duration.ofMillis(600), Duration.ofMillis(1800));
            assertThat(settings.failure().minBackoff()).isEqualTo(Duration.ofMillis(500));
            assertThat(settings.failure().maxBackoff()).isEqualTo(Duration.ofSeconds(30));
        });
    }

    @Test
    void settings_are_read() {
        worker.withPropertyValues(
                        "memlog.consumer.threads=3",
                        "memlog.consumer.failure.retry-delays=1s",
                        "memlog.consumer.failure.max-unconfirmed-pause=5s")
                .run(context -> {
                    var settings = context.getBean(ConsumerProperties.class);

                    assertThat(settings.threads()).isEqualTo(3);
                    assertThat(settings.failure().retryDelays()).containsExactly(Duration.ofSeconds(1));
                    assertThat(settings.failure().maxUnconfirmedPause()).isEqualTo(Duration.ofSeconds(5));
                });
    }

    @Test
    void invalid_settings_fail_the_start() {
        for (var wrong :
                new String[] {"max-poll-records=0", "threads=0", "failure.call-timeout=0", "batch-timeout=1h"}) {
            worker.withPropertyValues("memlog.consumer." + wrong)
                    .run(context -> assertThat(context).hasFailed());
        }
        application
                .withPropertyValues("memlog.kafka.replication-factor=0")
                .run(context -> assertThat(context).hasFailed());
    }
}
