package io.memlog.consumer.processing;

import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.deletion;
import static io.memlog.consumer.Messages.erasure;
import static io.memlog.consumer.Messages.memory;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.MemoryIndex.Written;
import io.memlog.consumer.Messages;
import io.memlog.schemas.event.MemoryChange;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchWorkerTest {

    private final BatchProcessorFixture bench = new BatchProcessorFixture();

    @Test
    void a_batch_is_written_at_once_and_reported() {
        bench.partition.live(change(memory(1), 1), change(memory(2), 1), deletion(memory(3), 2));

        var batch = bench.work();

        assertThat(bench.index.groups()).containsExactly(3);
        assertThat(bench.reports.reported())
                .containsExactly("vector.stored/1/1", "vector.stored/2/1", "vector.deleted/3/2");
        assertThat(batch.isSettled()).isTrue();
        assertThat(bench.count("applied")).isEqualTo(3);
    }

    @Test
    void a_duplicate_has_no_effect_and_reports_its_progress_again() {
        bench.partition.live(change(memory(1), 1));
        bench.work();

        bench.partition.live(change(memory(1), 1));
        bench.work();

        assertThat(bench.index.writes()).containsExactly(new Written(memory(1), 1));
        assertThat(bench.reports.reported()).containsExactly("vector.stored/1/1", "vector.stored/1/1");
        assertThat(bench.count("duplicates")).isEqualTo(1);
    }

    @Test
    void an_older_version_is_dropped_and_the_held_one_reported() {
        bench.partition.live(change(memory(1), 5));
        bench.work();

        bench.partition.live(change(memory(1), 4)).replay(change(memory(1), 3));
        bench.work();

        assertThat(bench.index.versions()).isEqualTo(Map.of(memory(1), 5L));
        assertThat(bench.reports.reported()).containsExactly("vector.stored/1/5", "vector.stored/1/5");
    }

    @Test
    void a_replayed_version_that_is_held_is_written_again() {
        bench.partition.live(change(memory(1), 2));
        bench.work();

        bench.partition.replay(change(memory(1), 2));
        bench.work();

        assertThat(bench.index.writes()).containsExactly(new Written(memory(1), 2), new Written(memory(1), 2));
    }

    @Test
    void the_newest_of_several_versions_is_the_only_one_written() {
        bench.partition.live(change(memory(1), 1), change(memory(1), 2), change(memory(1), 3));

        bench.work();

        assertThat(bench.index.writes()).containsExactly(new Written(memory(1), 3));
        assertThat(bench.count("superseded")).isEqualTo(2);
    }

    @Test
    void a_deleted_memory_is_not_brought_back_by_what_comes_late() {
        bench.partition.live(deletion(memory(1), 4));
        bench.work();

        bench.partition.live(change(memory(1), 3)).replay(change(memory(1), 2));
        bench.work();

        assertThat(bench.index.writes()).containsExactly(new Written(memory(1), 4));
        assertThat(bench.reports.reported()).containsExactly("vector.deleted/1/4", "vector.deleted/1/4");
    }

    @Test
    void a_message_without_a_value_erases() {
        bench.partition.live(change(memory(1), 1), change(memory(2), 1));
        bench.work();

        bench.partition.add(erasure(Partition.LIVE, memory(1)));
        var batch = bench.work();

        assertThat(bench.index.versions()).containsOnlyKeys(memory(2));
        assertThat(batch.isSettled()).isTrue();
        assertThat(bench.reports.deadLetters).isEmpty();
        assertThat(bench.count("erased")).isEqualTo(1);
    }

    @Test
    void a_message_that_names_nobody_to_erase_is_counted_and_passed_over() {
        bench.partition
                .add(Messages.message(Partition.LIVE, "1", Map.of(), null))
                .live(change(memory(2), 1));

        var batch = bench.work();

        assertThat(bench.index.versions()).containsOnlyKeys(memory(2));
        assertThat(bench.reports.deadLetters).isEmpty();
        assertThat(bench.count("unaddressed")).isEqualTo(1);
        assertThat(batch.isSettled()).isTrue();
    }

    @Test
    void nothing_is_settled_before_its_progress_is_acknowledged() {
        bench.reports.refusals = 4;
        bench.partition.live(change(memory(1), 1));

        var batch = bench.work();

        assertThat(bench.pauses).hasSize(4).allMatch(reason -> reason.contains("Kafka is away"));
        assertThat(bench.index.writes()).hasSize(1);
        assertThat(bench.reports.reported()).containsExactly("vector.stored/1/1");
        assertThat(batch.isSettled()).isTrue();
        assertThat(bench.paused).isFalse();
    }

    @Test
    void a_batch_that_is_wound_up_before_its_report_is_not_settled() {
        bench.reports.refusals = Integer.MAX_VALUE;
        bench.time.endIn(Duration.ofMinutes(10));
        bench.partition.live(change(memory(1), 1));

        var batch = bench.work();

        assertThat(bench.index.versions()).containsOnlyKeys(memory(1));
        assertThat(batch.settledUpTo()).isEmpty();
    }

    @Test
    void a_batch_too_large_for_one_write_is_written_in_slices() {
        bench.partition.live(large(1, 100), large(2, 100), large(3, 100), large(4, 300), large(5, 100));

        var batch = bench.work();

        assertThat(bench.index.groups()).containsExactly(2, 1, 1, 1);
        assertThat(batch.isSettled()).isTrue();
    }

    @Test
    void a_batch_that_is_wound_up_between_two_slices_keeps_the_first() {
        bench.partition.live(large(1, 200), large(2, 200), large(3, 200));
        bench.index.after(changes -> bench.time.endIn(Duration.ofSeconds(-1)));

        var batch = bench.work();

        assertThat(bench.index.versions()).containsOnlyKeys(memory(1));
        assertThat(batch.settledUpTo().values())
                .singleElement()
                .satisfies(upTo -> assertThat(upTo.offset()).isEqualTo(1));
    }

    private static MemoryChange large(long id, int kilobytes) {
        return change(memory(id), 1, "x".repeat(kilobytes * 1024));
    }
}
