package io.memlog.eventstore.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InFlightBatchTest {

    private final FakePublisher publisher = new FakePublisher();
    private final Set<String> blockedKeys = new HashSet<>();

    @Test
    void acknowledged_messages_can_be_deleted() throws InterruptedException {
        var delivery = start(message(1, "tea"), message(2, "coffee"));
        publisher.acknowledge(1);
        publisher.acknowledge(2);

        assertThat(delivery.await(Duration.ofSeconds(1))).isTrue();
        assertThat(done(delivery)).containsExactly(1L, 2L);
        assertThat(blockedKeys).isEmpty();
    }

    @Test
    void a_batch_is_in_flight_until_every_message_has_an_outcome() throws InterruptedException {
        var delivery = start(message(1, "tea"), message(2, "coffee"));
        publisher.fail(1);

        assertThat(delivery.await(Duration.ofMillis(1))).isFalse();
        assertThat(delivery.hasFailed()).isTrue();
    }

    @Test
    void what_follows_a_failure_on_the_same_key_is_sent_again_although_it_was_acknowledged()
            throws InterruptedException {
        var delivery = start(message(1, "tea"), message(2, "tea"), message(3, "coffee"), message(4, "tea"));
        publisher.acknowledge(1);
        publisher.fail(2);
        publisher.acknowledge(3);
        publisher.acknowledge(4);

        assertThat(done(delivery)).containsExactly(1L, 3L);
        assertThat(blockedKeys).containsExactly("tea");
    }

    @Test
    void a_key_that_an_earlier_batch_has_blocked_stays_blocked() throws InterruptedException {
        blockedKeys.add("tea");
        var delivery = start(message(1, "tea"), message(2, "coffee"));
        publisher.acknowledge(1);
        publisher.acknowledge(2);

        assertThat(done(delivery)).containsExactly(2L);
    }

    @Test
    void nothing_is_sent_after_a_message_that_fails_at_once() throws InterruptedException {
        publisher.failAtOnce(2);

        var delivery = start(message(1, "tea"), message(2, "tea"), message(3, "tea"));
        publisher.acknowledge(1);

        assertThat(publisher.sent()).containsExactly(1L, 2L);
        assertThat(done(delivery)).containsExactly(1L);
    }

    @Test
    void an_unpublishable_message_does_not_block_its_key() throws InterruptedException {
        publisher.rejectAtOnce(1);

        var delivery = start(message(1, "tea"), message(2, "tea"));
        publisher.acknowledge(2);
        var outcome = delivery.outcome(blockedKeys);

        assertThat(outcome.unpublishable()).containsOnlyKeys(1L);
        assertThat(outcome.acknowledged()).extracting(OutboxMessage::position).containsExactly(2L);
        assertThat(outcome.failure()).isNull();
    }

    private InFlightBatch start(OutboxMessage... messages) throws InterruptedException {
        return InFlightBatch.send(List.of(messages), publisher);
    }

    private List<Long> done(InFlightBatch delivery) {
        return delivery.outcome(blockedKeys).acknowledged().stream()
                .map(OutboxMessage::position)
                .toList();
    }

    private static OutboxMessage message(long position, String key) {
        return FakeOutbox.message(position, key);
    }
}
