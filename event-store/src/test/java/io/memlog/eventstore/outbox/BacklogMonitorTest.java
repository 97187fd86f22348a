package io.memlog.eventstore.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.eventstore.outbox.Outbox.Backlog;
import io.memlog.schemas.retry.StopSignal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class BacklogMonitorTest {

    private final StopSignal stop = new StopSignal();

    @Test
    void a_count_that_fails_with_an_error_is_repeated() throws InterruptedException {
        var counted = new Backlog(3, 30, null, 0);
        var monitor = monitor(new CountedOutbox(new ArrayDeque<>(List.of(counted))));
        var thread = Thread.ofVirtual().start(() -> run(monitor));

        await().untilAsserted(() -> assertThat(monitor.latest()).isEqualTo(counted));

        assertThat(thread.isAlive()).isTrue();
        stop.request();
        thread.join();
    }

    @Test
    void waiting_and_parked_messages_together_fill_the_outbox() {
        assertThat(isFull(new Backlog(6, 60, null, 4))).isFalse();
        assertThat(isFull(new Backlog(6, 60, null, 5))).isTrue();
    }

    @Test
    void few_large_messages_fill_the_outbox() {
        assertThat(isFull(new Backlog(2, 1024, null, 0))).isFalse();
        assertThat(isFull(new Backlog(2, 1025, null, 0))).isTrue();
    }

    @Test
    void the_interval_grows_with_the_time_of_a_count() {
        var monitor = monitor(new CountedOutbox(new ArrayDeque<>()));

        assertThat(monitor.interval(Duration.ofMillis(1))).isEqualTo(Duration.ofMillis(100));
        assertThat(monitor.interval(Duration.ofMillis(200))).isEqualTo(Duration.ofSeconds(2));
        assertThat(monitor.interval(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(10));
    }

    private boolean isFull(Backlog backlog) {
        var monitor = monitor(new CountedOutbox(new ArrayDeque<>(List.of(backlog, backlog))));
        monitor.count();
        monitor.count();
        return monitor.isFull();
    }

    private void run(BacklogMonitor monitor) {
        try {
            monitor.run(stop);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static BacklogMonitor monitor(Outbox outbox) {
        var settings = Map.of("max-rows", "10", "max-bytes", "1KB", "count-interval", "100ms");
        return new BacklogMonitor(
                outbox,
                new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("", OutboxProperties.class));
    }

    /// Fails with an error at first, and then answers each count once.
    private static final class CountedOutbox implements Outbox {

        private final Queue<Backlog> answers;
        private boolean failed;

        CountedOutbox(Queue<Backlog> answers) {
            this.answers = answers;
        }

        @Override
        public Backlog count(int max) {
            if (!failed) {
                failed = true;
                throw new StackOverflowError("once");
            }
            return answers.remove();
        }

        @Override
        public LeaderSession connect() {
            throw new AssertionError("counting needs no session of its own");
        }
    }
}
