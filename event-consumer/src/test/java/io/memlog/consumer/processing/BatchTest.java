package io.memlog.consumer.processing;

import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.memory;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
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
    void offsets_after_an_unacknowledged_record_are_not_committed() {
        var live = batch.records().stream()
                .filter(message -> message.topic().equals(Partition.LIVE))
                .toList();

        batch.acknowledge(List.of(live.get(0), live.get(2)));

        assertThat(batch.acknowledgedOffsets()).containsOnlyKeys(LIVE).containsEntry(LIVE, upTo(1));
        assertThat(batch.isAcknowledged()).isFalse();
    }

    @Test
    void an_unacknowledged_batch_commits_nothing() {
        assertThat(batch.acknowledgedOffsets()).isEmpty();
    }

    @Test
    void an_acknowledged_batch_is_committed_to_its_end() {
        batch.acknowledge(batch.records());

        assertThat(batch.acknowledgedOffsets()).containsEntry(LIVE, upTo(3)).containsEntry(REPLAY, upTo(1));
        assertThat(batch.isAcknowledged()).isTrue();
    }

    @Test
    void acknowledging_twice_counts_once() {
        batch.acknowledge(batch.records().subList(0, 1));
        batch.acknowledge(batch.records().subList(0, 1));

        assertThat(batch.isAcknowledged()).isFalse();
    }

    @Test
    void the_first_unacknowledged_record_of_each_partition_is_the_next_to_read() {
        batch.acknowledge(batch.records().subList(0, 1));

        assertThat(batch.openOffsets()).containsOnly(Map.entry(LIVE, 1L), Map.entry(REPLAY, 0L));
    }

    private static OffsetAndMetadata upTo(long offset) {
        return new OffsetAndMetadata(offset, Optional.of(0), "");
    }
}
