package io.memlog.consumer.processing;

import static io.memlog.consumer.Messages.BOB;
import static io.memlog.consumer.Messages.asRepair;
import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.deletion;
import static io.memlog.consumer.Messages.memory;
import static io.memlog.consumer.Messages.message;
import static io.memlog.consumer.Messages.tombstone;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.InMemoryProjection.Written;
import io.memlog.consumer.Messages;
import io.memlog.consumer.PauseCause;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.message.CloudEventHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BatchProcessorTest {

    private BatchProcessorFixture fixture = new BatchProcessorFixture();

    @Test
    void a_batch_is_written_in_one_call_and_reported() {
        fixture.partition.live(change(memory(1), 1), change(memory(2), 1), deletion(memory(3), 2));

        var batch = fixture.process();

        assertThat(fixture.projection.writeSizes()).containsExactly(3);
        assertThat(fixture.published.reported())
                .containsExactly("vector.stored/1/1", "vector.stored/2/1", "vector.deleted/3/2");
        assertThat(batch.isAcknowledged()).isTrue();
        assertThat(fixture.count("applied")).isEqualTo(3);
    }

    @Test
    void a_duplicate_has_no_effect_and_reports_its_progress_again() {
        fixture.partition.live(change(memory(1), 1));
        fixture.process();

        fixture.partition.live(change(memory(1), 1));
        fixture.process();

        assertThat(fixture.projection.writes()).containsExactly(new Written(memory(1), 1));
        assertThat(fixture.published.reported()).containsExactly("vector.stored/1/1", "vector.stored/1/1");
        assertThat(fixture.count("duplicates")).isEqualTo(1);
    }

    @Test
    void an_older_version_is_dropped_and_the_stored_one_reported() {
        fixture.partition.live(change(memory(1), 5));
        fixture.process();

        fixture.partition.live(change(memory(1), 4)).replay(change(memory(1), 3));
        fixture.process();

        assertThat(fixture.projection.versions()).isEqualTo(Map.of(memory(1), 5L));
        assertThat(fixture.published.reported()).containsExactly("vector.stored/1/5", "vector.stored/1/5");
    }

    @Test
    void a_replayed_version_that_is_stored_is_written_again() {
        fixture.partition.live(change(memory(1), 2));
        fixture.process();

        fixture.partition.replay(change(memory(1), 2));
        fixture.process();

        assertThat(fixture.projection.writes()).containsExactly(new Written(memory(1), 2), new Written(memory(1), 2));
    }

    @Test
    void the_newest_of_several_versions_is_the_only_one_written() {
        fixture.partition.live(change(memory(1), 1), change(memory(1), 2), change(memory(1), 3));

        fixture.process();

        assertThat(fixture.projection.writes()).containsExactly(new Written(memory(1), 3));
        assertThat(fixture.count("superseded")).isEqualTo(2);
    }

    @Test
    void a_late_change_does_not_restore_a_deleted_memory() {
        fixture.partition.live(deletion(memory(1), 4));
        fixture.process();

        fixture.partition.live(change(memory(1), 3)).replay(change(memory(1), 2));
        fixture.process();

        assertThat(fixture.projection.writes()).containsExactly(new Written(memory(1), 4));
        assertThat(fixture.published.reported()).containsExactly("vector.deleted/1/4", "vector.deleted/1/4");
    }

    @Test
    void a_tombstone_purges_the_memory() {
        fixture.partition.live(change(memory(1), 1), change(memory(2), 1));
        fixture.process();

        fixture.partition.add(tombstone(Partition.LIVE, memory(1), 9));
        var batch = fixture.process();

        assertThat(fixture.projection.versions()).containsOnlyKeys(memory(2));
        assertThat(batch.isAcknowledged()).isTrue();
        assertThat(fixture.published.deadLetters).isEmpty();
        assertThat(fixture.count("purged")).isEqualTo(1);
    }

    @Test
    void a_purge_does_not_swallow_a_newer_version_of_its_batch() {
        fixture.partition.live(change(memory(1), 1));
        fixture.process();

        fixture.partition.add(tombstone(Partition.REPLAY, memory(1), 1)).live(change(memory(1), 2));
        fixture.process();

        assertThat(fixture.projection.versions()).isEqualTo(Map.of(memory(1), 2L));
        assertThat(fixture.published.reported()).last().isEqualTo("vector.stored/1/2");
    }

    @Test
    void a_late_purge_leaves_a_newer_version_and_reports_it() {
        fixture.partition.live(change(memory(1), 2));
        fixture.process();

        fixture.partition.add(tombstone(Partition.REPLAY, memory(1), 1));
        var batch = fixture.process();

        assertThat(fixture.projection.versions()).isEqualTo(Map.of(memory(1), 2L));
        assertThat(fixture.published.reported()).containsExactly("vector.stored/1/2", "vector.stored/1/2");
        assertThat(batch.isAcknowledged()).isTrue();
        assertThat(fixture.count("purged")).isZero();
    }

    @Test
    void a_repair_removes_a_version_above_that_of_the_log_and_applies_the_event() {
        fixture.partition.live(change(memory(1), 9));
        fixture.process();

        fixture.partition.add(asRepair(message(Partition.REPLAY, change(memory(1), 5)), 9));
        fixture.process();

        assertThat(fixture.projection.versions()).isEqualTo(Map.of(memory(1), 5L));
        assertThat(fixture.count("purged")).isEqualTo(1);
    }

    @Test
    void a_late_repair_leaves_a_newer_version() {
        fixture.partition.live(change(memory(1), 6));
        fixture.process();

        fixture.partition.add(asRepair(message(Partition.REPLAY, change(memory(1), 5)), 5));
        fixture.process();

        assertThat(fixture.projection.versions()).isEqualTo(Map.of(memory(1), 6L));
        assertThat(fixture.count("purged")).isZero();
    }

    @Test
    void an_event_of_a_later_release_stays_unacknowledged_and_pauses_after_the_others() {
        var newer = message(Partition.LIVE, change(memory(2), 1));
        newer.headers().add(CloudEventHeaders.SOURCE, "/memlog/api-service".getBytes(UTF_8));
        newer.headers().add(CloudEventHeaders.SCHEMA_VERSION, "2".getBytes(UTF_8));
        fixture.partition.live(change(memory(1), 1)).add(newer).live(change(memory(3), 1));

        var batch = fixture.processOnce();

        assertThat(fixture.projection.versions()).containsOnlyKeys(memory(1), memory(3));
        assertThat(fixture.pauses).singleElement().satisfies(pause -> {
            assertThat(pause.pauseCause()).isEqualTo(PauseCause.WORKER);
            assertThat(pause.reason()).startsWith("upgrade this worker first: ");
            assertThat(pause.partitions()).containsExactly(new TopicPartition(Partition.LIVE, 0));
        });
        assertThat(fixture.published.deadLetters).isEmpty();
        assertThat(batch.acknowledgedOffsets().values())
                .singleElement()
                .satisfies(upTo -> assertThat(upTo.offset()).isEqualTo(1));
    }

    @Test
    void an_invalid_tombstone_is_counted_and_skipped() {
        fixture.partition
                .add(Messages.message(Partition.LIVE, "1", Map.of(), null))
                .live(change(memory(2), 1));

        var batch = fixture.process();

        assertThat(fixture.projection.versions()).containsOnlyKeys(memory(2));
        assertThat(fixture.published.deadLetters).isEmpty();
        assertThat(fixture.count("invalid.tombstones")).isEqualTo(1);
        assertThat(batch.isAcknowledged()).isTrue();
    }

    @Test
    void nothing_is_acknowledged_before_its_progress_is_published() {
        fixture.published.failures = 1;
        fixture.partition.live(change(memory(1), 1));

        var batch = fixture.processOnce();

        assertThat(batch.acknowledgedOffsets()).isEmpty();
        assertThat(fixture.pauses).singleElement().satisfies(pause -> {
            assertThat(pause.pauseCause()).isEqualTo(PauseCause.KAFKA);
            assertThat(pause.reason()).isEqualTo("Kafka is unavailable");
        });
    }

    @Test
    void progress_is_published_again_until_kafka_acknowledges_it() {
        fixture.published.failures = 4;
        fixture.partition.live(change(memory(1), 1));

        var batch = fixture.process();

        assertThat(fixture.pauses).hasSize(4);
        assertThat(fixture.projection.writes()).hasSize(1);
        assertThat(fixture.published.reported()).containsExactly("vector.stored/1/1");
        assertThat(batch.isAcknowledged()).isTrue();
    }

    @Test
    void a_stored_version_whose_data_is_incomplete_is_written_again() {
        fixture.partition.live(change(memory(1), 1), change(memory(2), 1));
        fixture.process();
        fixture.projection.reportIncomplete(memory(1));

        fixture.partition.live(change(memory(1), 1), change(memory(2), 1));
        var batch = fixture.process();

        assertThat(fixture.projection.writes())
                .containsExactly(new Written(memory(1), 1), new Written(memory(2), 1), new Written(memory(1), 1));
        assertThat(fixture.published.reported()).contains("vector.stored/1/1", "vector.stored/2/1");
        assertThat(batch.isAcknowledged()).isTrue();
    }

    @Test
    void the_next_slice_is_prepared_while_one_is_written() {
        var secondIsPrepared = new CountDownLatch(1);
        fixture.projection.beforePreparation(changes -> {
            if (changes.getFirst().key().equals(memory(2))) {
                secondIsPrepared.countDown();
            }
        });
        fixture.projection.before(changes -> {
            if (changes.getFirst().key().equals(memory(1))) {
                waitFor(secondIsPrepared);
            }
        });
        fixture.partition.live(large(1, 200), large(2, 200));

        var batch = fixture.process();

        assertThat(batch.isAcknowledged()).isTrue();
        assertThat(fixture.published.deadLetters).isEmpty();
    }

    @Test
    void tenants_are_written_beside_each_other() {
        var both = new CountDownLatch(2);
        fixture.projection.before(changes -> {
            both.countDown();
            waitFor(both);
        });
        fixture.partition.live(change(memory(1), 1), change(memory(2, BOB), 1));

        var batch = fixture.process();

        assertThat(batch.isAcknowledged()).isTrue();
        assertThat(fixture.projection.writeSizes()).containsExactly(1, 1);
    }

    @Test
    void a_batch_too_large_for_one_write_is_written_in_chunks() {
        fixture.partition.live(large(1, 100), large(2, 100), large(3, 100), large(4, 300), large(5, 100));

        var batch = fixture.process();

        assertThat(fixture.projection.writeSizes()).containsExactly(2, 1, 1, 1);
        assertThat(batch.isAcknowledged()).isTrue();
    }

    @Test
    void a_stop_between_two_slices_hands_the_rest_back() {
        fixture.partition.live(large(1, 200), large(2, 200), large(3, 200), large(4, 200));
        fixture.projection.after(changes -> fixture.stop.request());

        var batch = fixture.processOnce();

        assertThat(batch.openOffsets()).containsOnlyKeys(new TopicPartition(Partition.LIVE, 0));
        assertThat(batch.acknowledgedOffsets().values())
                .singleElement()
                .satisfies(upTo -> assertThat(upTo.offset()).isBetween(1L, 2L));
        assertThat(fixture.pauses).isEmpty();
    }

    @Test
    void a_batch_past_its_deadline_begins_no_further_slice_and_hands_the_rest_back() {
        fixture = new BatchProcessorFixture(BatchProcessorFixture.FAILURE, Duration.ofMillis(50));
        fixture.projection.after(
                changes -> LockSupport.parkNanos(Duration.ofMillis(100).toNanos()));
        fixture.partition.live(large(1, 200), large(2, 200), large(3, 200), large(4, 200), large(5, 200));

        var batch = fixture.processOnce();

        assertThat(batch.acknowledgedOffsets().values())
                .singleElement()
                .satisfies(upTo -> assertThat(upTo.offset()).isBetween(1L, 3L));
        assertThat(fixture.pauses).isEmpty();
        assertThat(fixture.projection.writes()).hasSizeLessThanOrEqualTo(3);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static MemoryChange large(long id, int kilobytes) {
        return change(memory(id), 1, "x".repeat(kilobytes * 1024));
    }
}
