package io.memlog.consumer.processing;

import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.memory;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BatchTest {

    private static final TopicPartition LIVE = new TopicPartition(Partition.LIVE, 0);
    private static final TopicPartition REPLAY = new TopicPartition(Partition.REPLAY, 0);

    private final Batch batch = new Batch(new Partition()
            .live(change(memory(1), 1), change(memory(2), 1), change(memory(3), 1))
            .replay(change(memory(1), 1))
            .poll());

    @Test
    void nothing_is_committed_beyond_what_is_not_settled() {
        var live = batch.messages().stream()
                .filter(message -> message.topic().equals(Partition.LIVE))
                .toList();

        batch.settle(List.of(live.get(0), live.get(2)));

        assertThat(batch.settledUpTo()).containsOnlyKeys(LIVE).containsEntry(LIVE, upTo(1));
        assertThat(batch.isSettled()).isFalse();
    }

    @Test
    void a_batch_without_anything_settled_commits_nothing() {
        assertThat(batch.settledUpTo()).isEmpty();
    }

    @Test
    void a_settled_batch_is_committed_to_its_end() {
        batch.settle(batch.messages());

        assertThat(batch.settledUpTo()).containsEntry(LIVE, upTo(3)).containsEntry(REPLAY, upTo(1));
        assertThat(batch.isSettled()).isTrue();
    }

    @Test
    void settling_twice_counts_once() {
        batch.settle(batch.messages().subList(0, 1));
        batch.settle(batch.messages().subList(0, 1));

        assertThat(batch.isSettled()).isFalse();
    }

    @Test
    void it_begins_where_the_first_message_lies() {
        assertThat(batch.start()).containsEntry(LIVE, 0L).containsEntry(REPLAY, 0L);
    }

    private static OffsetAndMetadata upTo(long offset) {
        return new OffsetAndMetadata(offset, Optional.of(0), "");
    }
}
