package io.memlog.consumer.processing;

import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.deletion;
import static io.memlog.consumer.Messages.memory;
import static io.memlog.consumer.Messages.tombstone;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.Messages;
import io.memlog.schemas.event.MemoryChange;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class BatchPlanTest {

    private final Partition partition = new Partition();

    @Test
    void the_newest_of_several_versions_is_applied_and_acknowledges_all() {
        partition.live(change(memory(1), 1), change(memory(1), 3), change(memory(1), 2));

        var plan = plan();

        assertThat(plan.tasks()).hasSize(1);
        assertThat(plan.tasks().getFirst()).satisfies(task -> {
            assertThat(task.change().change()).isEqualTo(change(memory(1), 3));
            assertThat(task.records()).extracting(ConsumerRecord::offset).containsExactly(0L, 1L, 2L);
        });
        assertThat(plan.superseded()).isEqualTo(2);
    }

    @Test
    void memories_keep_the_order_in_which_they_first_came() {
        partition.live(change(memory(2), 1), change(memory(1), 1), change(memory(2), 2));

        assertThat(plan().tasks()).extracting(MemoryTask::memory).containsExactly(memory(2), memory(1));
    }

    @Test
    void the_same_version_from_both_topics_is_a_repair() {
        partition.live(change(memory(1), 2)).replay(change(memory(1), 2));

        assertThat(plan().tasks()).singleElement().satisfies(task -> {
            assertThat(task.isRepair()).isTrue();
            assertThat(task.record().topic()).isEqualTo(Partition.REPLAY);
            assertThat(task.records()).hasSize(2);
        });
    }

    @Test
    void a_newer_version_from_the_live_topic_supersedes_a_repair() {
        partition.replay(change(memory(1), 2)).live(change(memory(1), 3));

        assertThat(plan().tasks()).singleElement().satisfies(task -> {
            assertThat(task.isRepair()).isFalse();
            assertThat(task.change().change().version()).isEqualTo(3);
        });
    }

    @Test
    void a_tombstone_supersedes_every_version_up_to_its_own() {
        partition
                .live(change(memory(1), 1))
                .add(tombstone(Partition.LIVE, memory(1), 9))
                .live(deletion(memory(1), 2));

        assertThat(plan().tasks()).singleElement().satisfies(task -> {
            assertThat(task.isUpsert()).isFalse();
            assertThat(task.purgeLimit()).isEqualTo(9);
            assertThat(task.memory()).isEqualTo(memory(1));
            assertThat(task.records()).hasSize(3);
        });
    }

    @Test
    void a_tombstone_does_not_supersede_a_newer_version() {
        partition.live(change(memory(1), 2)).add(tombstone(Partition.REPLAY, memory(1), 1));

        assertThat(plan().tasks()).singleElement().satisfies(task -> {
            assertThat(task.change().change().version()).isEqualTo(2);
            assertThat(task.purgeLimit()).isEqualTo(1);
            assertThat(task.records()).hasSize(2);
        });
    }

    @Test
    void poison_and_invalid_tombstones_are_no_tasks() {
        partition
                .live(change(memory(1), 1))
                .add(Messages.message(Partition.LIVE, "1", Map.of(), new byte[] {1}))
                .add(Messages.message(Partition.LIVE, "1", Map.of(), null));

        var plan = plan();

        assertThat(plan.tasks()).hasSize(1);
        assertThat(plan.poison()).hasSize(1);
        assertThat(plan.invalidTombstones()).hasSize(1);
        assertThat(plan.superseded()).isZero();
    }

    private BatchPlan<MemoryChange> plan() {
        List<DecodedRecord> read = StreamSupport.stream(partition.poll().spliterator(), false)
                .sorted(Comparator.comparing(ConsumerRecord::topic))
                .map(DecodedRecord::of)
                .toList();
        return BatchPlan.of(read);
    }
}
