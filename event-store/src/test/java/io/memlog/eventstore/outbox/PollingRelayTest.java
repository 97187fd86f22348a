package io.memlog.eventstore.outbox;

import static io.memlog.eventstore.outbox.FakeOutbox.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.schemas.retry.StopSignal;
import io.memlog.tracing.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PollingRelayTest {

    private final FakePublisher publisher = new FakePublisher();
    private final FakeOutbox outbox = new FakeOutbox();
    private final StopSignal stop = new StopSignal();
    private Thread thread = new Thread();
    private PollingRelay relay = relay(Map.of());

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
    void a_lone_message_costs_one_read() {
        outbox.with(message(1, "tea"));
        run(Map.of("poll-interval", "1h"));
        await().untilAsserted(() -> assertThat(publisher.sent()).containsExactly(1L));

        publisher.acknowledge(1);
        await().untilAsserted(() -> assertThat(outbox.waiting()).isEmpty());

        outbox.with(message(2, "tea"));
        relay.wake();
        await().untilAsserted(() -> assertThat(publisher.sent()).containsExactly(1L, 2L));
        assertThat(outbox.reads).hasValue(2);
    }

    @Test
    void a_failed_message_is_sent_again_before_what_follows_it() {
        publisher.failAtOnce(2);
        outbox.with(message(1, "tea"), message(2, "coffee"), message(3, "coffee"));
        run(Map.of());

        await().untilAsserted(() -> assertThat(publisher.sent()).containsExactly(1L, 2L));
        publisher.acknowledge(1);
        await().untilAsserted(() -> assertThat(publisher.sent()).containsExactly(1L, 2L, 2L, 3L));
        assertThat(publisher.closed()).isEqualTo(1);
        assertThat(relay.outage()).isEqualTo("Kafka: no broker");

        publisher.acknowledge(2);
        publisher.acknowledge(3);
        await().untilAsserted(() -> assertThat(relay.outage()).isNull());
        assertThat(outbox.waiting()).isEmpty();
    }

    @Test
    void messages_that_were_acknowledged_behind_a_failed_one_are_sent_again_after_it() {
        outbox.with(message(1, "tea"), message(2, "tea"), message(3, "tea"));
        run(Map.of("batch-size", "2"));
        await().untilAsserted(() -> assertThat(publisher.sent()).containsExactly(1L, 2L, 3L));

        publisher.acknowledge(2);
        publisher.acknowledge(3);
        publisher.fail(1);

        await().untilAsserted(() -> assertThat(publisher.sent()).containsExactly(1L, 2L, 3L, 1L, 2L, 3L));
    }

    @Test
    void nothing_is_sent_again_before_the_outcome_of_every_message_is_known() {
        outbox.with(message(1, "tea"), message(2, "tea"));
        run(Map.of("batch-size", "1"));
        await().untilAsserted(() -> assertThat(publisher.sent()).containsExactly(1L, 2L));

        publisher.fail(1);
        await().untilAsserted(() -> assertThat(relay.outage()).isEqualTo("Kafka: no broker"));
        assertThat(publisher.sent()).containsExactly(1L, 2L);

        publisher.acknowledge(2);
        await().untilAsserted(() -> assertThat(publisher.sent()).containsExactly(1L, 2L, 1L, 2L));
    }

    @Test
    void an_unpublishable_message_is_parked_with_the_reason_and_does_not_block_its_key() {
        publisher.rejectAtOnce(1);
        outbox.with(message(1, "tea"), message(2, "tea"));
        run(Map.of());
        await().untilAsserted(() -> assertThat(publisher.sent()).containsExactly(1L, 2L));

        publisher.acknowledge(2);

        await().untilAsserted(() -> assertThat(outbox.parked()).containsExactly(Map.entry(1L, "too large")));
        await().untilAsserted(() -> assertThat(outbox.waiting()).isEmpty());
        assertThat(publisher.sent()).containsExactly(1L, 2L);
    }

    @Test
    void a_wake_up_is_not_lost_and_needs_no_poll() {
        run(Map.of("poll-interval", "1h"));

        outbox.with(message(1, "tea"));
        relay.wake();

        await().untilAsserted(() -> assertThat(publisher.sent()).containsExactly(1L));
    }

    @Test
    void a_kafka_that_does_not_acknowledge_is_reported_while_the_producer_retries() {
        outbox.with(message(1, "tea"));
        run(Map.of("delivery-timeout", "1s"));

        await().untilAsserted(() -> assertThat(relay.outage()).startsWith("Kafka: no acknowledgement"));
        assertThat(publisher.sent()).containsExactly(1L);

        publisher.acknowledge(1);
        await().untilAsserted(() -> assertThat(relay.outage()).isNull());
    }

    @Test
    void a_stop_does_not_wait_for_a_kafka_that_does_not_acknowledge() throws InterruptedException {
        outbox.with(message(1, "tea"));
        run(Map.of());
        await().untilAsserted(() -> assertThat(publisher.sent()).containsExactly(1L));

        stop.request();

        assertThat(thread.join(Duration.ofSeconds(4))).isTrue();
        assertThat(outbox.waiting()).containsExactly(1L);
    }

    @Test
    void a_session_that_breaks_while_kafka_is_unavailable_ends_the_leadership() {
        outbox.with(message(1, "tea"));
        run(Map.of());
        await().untilAsserted(() -> assertThat(publisher.sent()).containsExactly(1L));

        outbox.breakSession();

        await().untilAsserted(() -> assertThat(relay.outage()).isEqualTo("PostgreSQL: session lost"));
        assertThat(publisher.closed()).isPositive();
    }

    private PollingRelay relay(Map<String, String> settings) {
        var all = new HashMap<>(Map.of("max-backoff", "100ms"));
        all.putAll(settings);
        return new PollingRelay(
                outbox,
                new KafkaPublisher(publisher::producer, Map.of("memory_log", "events"), Traces.OFF),
                new Binder(new MapConfigurationPropertySource(all)).bindOrCreate("", OutboxProperties.class),
                new OutboxMeters(new SimpleMeterRegistry(), Clock.systemUTC()),
                new Random(1));
    }

    private void run(Map<String, String> settings) {
        relay = relay(settings);
        thread = Thread.ofVirtual().start(() -> {
            try {
                relay.run(stop);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
