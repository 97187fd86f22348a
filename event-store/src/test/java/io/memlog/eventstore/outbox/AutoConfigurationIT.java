package io.memlog.eventstore.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.servers.Instance;
import io.memlog.eventstore.servers.SharedServers;
import io.memlog.eventstore.servers.TestDatabase;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;

class AutoConfigurationIT {

    @Test
    void an_application_with_a_database_gets_the_log_and_a_running_relay() {
        try (var instance =
                Instance.start(TestDatabase.create(), SharedServers.kafka().bootstrapServers())) {
            assertThat(instance.context().getBean(OutboxRelay.class))
                    .isInstanceOfSatisfying(
                            SmartLifecycle.class,
                            relay -> assertThat(relay.isRunning()).isTrue());
            var now = instance.context().getBean(Clock.class).instant();
            assertThat(now).isEqualTo(now.truncatedTo(ChronoUnit.MICROS));
        }
    }

    @Test
    void a_worker_without_a_database_on_the_same_classpath_is_left_alone() {
        new ApplicationContextRunner()
                .withUserConfiguration(Worker.class)
                .withPropertyValues("spring.autoconfigure.exclude=" + DataSourceAutoConfiguration.class.getName())
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(EventStore.class)
                        .doesNotHaveBean(OutboxRelay.class)
                        .doesNotHaveBean(Clock.class));
    }

    @Test
    void a_setting_out_of_range_is_named_when_the_application_starts() {
        new ApplicationContextRunner()
                .withUserConfiguration(Settings.class)
                .withPropertyValues("memlog.outbox.batch-size=0", "memlog.outbox.idle-wait=-1s")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("memlog.outbox.batchSize")
                        .hasMessageContaining("memlog.outbox.idleWait"));
    }

    @EnableAutoConfiguration
    static class Worker {}

    @EnableConfigurationProperties(OutboxProperties.class)
    static class Settings {}
}
