package io.memlog.eventstore.outbox;

import static io.memlog.eventstore.ExpectedVersion.any;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.eventstore.Checkpoint;
import io.memlog.eventstore.EventFeed;
import io.memlog.eventstore.EventQueries;
import io.memlog.eventstore.EventQuery;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.EventSubscriptions;
import io.memlog.eventstore.Events;
import io.memlog.eventstore.StoredEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.eventstore.servers.Instance;
import io.memlog.eventstore.servers.SharedServers;
import io.memlog.eventstore.servers.TestDatabase;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
    void an_application_with_a_database_can_query_and_follow_the_log() {
        try (var instance =
                Instance.start(TestDatabase.create(), SharedServers.kafka().bootstrapServers())) {
            List<StoredEvent> seen = new CopyOnWriteArrayList<>();
            instance.context()
                    .getBean(EventSubscriptions.class)
                    .subscribe(Checkpoint.BEGINNING, batch -> seen.addAll(batch.events()));

            instance.store().append(new StreamId("tea"), any(), Events.events("a", "b"));
            await().until(() -> seen.size() == 2);

            assertThat(instance.context()
                            .getBean(EventQueries.class)
                            .find(EventQuery.all())
                            .events())
                    .isEqualTo(seen);
            assertThat(instance.context()
                            .getBean(EventFeed.class)
                            .after(Checkpoint.BEGINNING, 1)
                            .events())
                    .isEqualTo(seen.subList(0, 1));
        }
    }

    @Test
    void a_worker_without_a_database_on_the_same_classpath_gets_no_beans() {
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
                .withPropertyValues("memlog.outbox.batch-size=0", "memlog.outbox.poll-interval=-1s")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("memlog.outbox.batchSize")
                        .hasMessageContaining("memlog.outbox.pollInterval"));
    }

    @EnableAutoConfiguration
    static class Worker {}

    @EnableConfigurationProperties(OutboxProperties.class)
    static class Settings {}
}
