package io.memlog.eventstore.outbox;

import static io.memlog.eventstore.outbox.FakeOutbox.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.eventstore.lifecycle.DependencyHealth;
import io.memlog.eventstore.lifecycle.StopSignal;
import io.memlog.eventstore.lifecycle.WakeUpSignal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RelayLoopTest {

    private final FakePublisher publisher = new FakePublisher();
    private final FakeOutbox outbox = new FakeOutbox();
    private final WakeUpSignal signal = new WakeUpSignal();
    private final StopSignal stop = new StopSignal();
    private final DependencyHealth health =
            new DependencyHealth(LoggerFactory.getLogger(RelayLoopTest.class), "The outbox");
    private final AtomicReference<@Nullable String> ending = new AtomicReference<>();
    private Thread thread = new Thread();

    @AfterEach
    void end() throws InterruptedException {
        stop.request();
        thread.interrupt();
        thread.join();
    }

    @Test
    void the_next_batch_is_sent_while_the_first_is_in_flight() {
        outbox.with(message(1, "tea"), message(2, "coffee"), message(3, "tea"), message(4, "coffee"));
        run(Map.of("batch-size", "2"));

        await().untilAsserted(() -> assertThat(publisher.sent()).containsExactly(1L, 2L, 3L, 4L));
        assertThat(outbox.waiting()).hasSize(4);

        publisher.acknowledge(1);
        publisher.acknowledge(2);
        await().untilAsserted(() -> assertThat(outbox.waiting()).containsExactlyInAnyOrder(3L, 4L));
    }

    @Test
    void at_most_two_batches_are_in_flight() {
        outbox.with(message(1, "tea"), message(2, "tea"), message(3, "tea"));
        run(Map.of("batch-size", "1"));

        await().untilAsserted(() -> assertThat(publisher.sent()).containsExactly(1L, 2L));
        publisher.acknowledge(1);
        await().untilAsserted(() -> assertThat(publisher.sent()).containsExactly(1L, 2L, 3L));
    }

    @Test
    void a_failed_message_is_sent_again_before_what_follows_it() {
        publisher.failAtOnce(1);
        outbox.with(message(1, "tea"), message(2, "tea"));
        run(Map.of());

        await().untilAsserted(() -> assertThat(publisher.sent()).containsExactly(1L, 1L, 2L));
        assertThat(health.describe()).isEqualTo("Kafka: no broker");

        publisher.acknowledge(1);
        publisher.acknowledge(2);
        await().untilAsserted(() -> assertThat(health.describe()).isNull());
        assertThat(outbox.waiting()).isEmpty();
    }

    @Test
    void after_a_late_failure_later_messages_of_the_key_are_sent_again() {
        outbox.with(message(1, "tea"), message(2, "tea"), message(3, "coffee"));
        run(Map.of("batch-size", "1"));
        await().untilAsserted(() -> assertThat(publisher.sent()).containsExactly(1L, 2L));

        publisher.acknowledge(2);
        publisher.fail(1);

        await().untilAsserted(() -> assertThat(publisher.sent()).containsExactly(1L, 2L, 1L, 2L));
    }

    @Test
    void an_unpublishable_message_is_parked_with_the_reason() {
        publisher.rejectAtOnce(1);
        outbox.with(message(1, "tea"));
        run(Map.of());

        await().untilAsserted(() -> assertThat(outbox.parked()).containsExactly(Map.entry(1L, "too large")));
        assertThat(outbox.waiting()).isEmpty();
    }

    @Test
    void a_wake_up_is_not_lost_and_needs_no_poll() {
        run(Map.of("poll-interval", "1h"));

        outbox.with(message(1, "tea"));
        signal.raise();

        await().untilAsserted(() -> assertThat(publisher.sent()).containsExactly(1L));
    }

    @Test
    void a_kafka_that_does_not_acknowledge_is_reported_while_the_producer_retries() {
        outbox.with(message(1, "tea"));
        run(Map.of("delivery-timeout", "1s"));

        await().untilAsserted(() -> assertThat(health.describe()).startsWith("Kafka: no acknowledgement"));
        assertThat(publisher.sent()).containsExactly(1L);

        publisher.acknowledge(1);
        await().untilAsserted(() -> assertThat(health.describe()).isNull());
    }

    @Test
    void a_session_that_breaks_while_kafka_is_unavailable_ends_the_loop() {
        outbox.with(message(1, "tea"));
        run(Map.of());
        await().untilAsserted(() -> assertThat(publisher.sent()).containsExactly(1L));

        outbox.breakSession();

        await().untilAsserted(() -> assertThat(ending).hasValue("session lost"));
    }

    private void run(Map<String, String> settings) {
        var properties =
                new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("", OutboxProperties.class);
        var loop = new RelayLoop(
                outbox,
                publisher,
                signal,
                properties,
                new Backoff(Duration.ofMillis(10), new Random(1)),
                health,
                new OutboxMeters(new SimpleMeterRegistry(), Clock.systemUTC()));
        thread = Thread.ofVirtual().start(() -> {
            try {
                loop.run(stop);
            } catch (InterruptedException | IllegalStateException e) {
                ending.set(e.getMessage());
            }
        });
    }
}
