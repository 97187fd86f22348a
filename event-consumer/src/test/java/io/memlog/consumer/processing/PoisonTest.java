package io.memlog.consumer.processing;

import static io.memlog.consumer.Messages.ANN;
import static io.memlog.consumer.Messages.BOB;
import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.memory;
import static io.memlog.consumer.Messages.tombstone;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.Messages;
import io.memlog.consumer.NonRetryableException;
import io.memlog.consumer.PauseCause;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.ProjectionFailed;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.RetryClass;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PoisonTest {

    private final BatchProcessorFixture fixture = new BatchProcessorFixture();

    @Test
    void one_poison_in_a_hundred_fails_alone() {
        rejecting(memory(57));
        fixture.partition.live(hundred());

        var batch = fixture.process();

        assertThat(fixture.projection.versions()).hasSize(99).doesNotContainKey(memory(57));
        assertThat(fixture.published.deadLetters).singleElement().satisfies(deadLetter -> {
            assertThat(deadLetter.reason()).isEqualTo("content_refused");
            assertThat(deadLetter.attempts()).isEqualTo(1);
            assertThat(deadLetter.record().offset()).isEqualTo(56);
        });
        assertThat(fixture.published.reported()).hasSize(100).contains("vector.failed/57/1", "vector.stored/58/1");
        assertThat(fixture.pauses).isEmpty();
        assertThat(batch.isAcknowledged()).isTrue();
    }

    @Test
    void the_other_records_are_written_before_a_retry() {
        var tries = new AtomicInteger();
        fixture.projection.before(changes -> {
            if (holds(changes, memory(57))) {
                if (changes.size() == 1 && tries.incrementAndGet() == 2) {
                    assertThat(fixture.projection.versions()).hasSize(99);
                }
                throw new IllegalStateException("cannot write 57");
            }
        });
        fixture.partition.live(hundred());

        fixture.process();

        assertThat(tries.get()).isEqualTo(4);
    }

    @Test
    void a_failing_record_becomes_a_dead_letter_after_three_retries() {
        failing(memory(2), Integer.MAX_VALUE);
        fixture.partition.live(change(memory(1), 1), change(memory(2), 1), change(memory(3), 1));

        fixture.process();

        assertThat(fixture.published.deadLetters).singleElement().satisfies(deadLetter -> {
            assertThat(deadLetter.reason()).isEqualTo("apply_failed");
            assertThat(deadLetter.retryClass()).isEqualTo(RetryClass.TRANSIENT);
            assertThat(deadLetter.attempts()).isEqualTo(4);
            assertThat(deadLetter.cause()).hasMessage("cannot write 2");
        });
        assertThat(fixture.published.progress)
                .filteredOn(ProjectionFailed.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(ProjectionFailed.class, failed -> {
                    assertThat(failed.key()).isEqualTo(memory(2));
                    assertThat(failed.reason()).isEqualTo("apply_failed");
                    assertThat(failed.detail()).isEqualTo("cannot write 2");
                });
    }

    @Test
    void a_successful_retry_leaves_no_dead_letter() {
        failing(memory(2), 4);
        fixture.partition.live(change(memory(1), 1), change(memory(2), 1));

        fixture.process();

        assertThat(fixture.projection.versions()).containsOnlyKeys(memory(1), memory(2));
        assertThat(fixture.published.deadLetters).isEmpty();
    }

    @Test
    void a_single_record_is_retried_as_often_as_one_of_many() {
        failing(memory(1), Integer.MAX_VALUE);
        fixture.partition.live(change(memory(1), 1));

        fixture.process();

        assertThat(fixture.projection.writeSizes()).containsExactly(1, 1, 1, 1);
        assertThat(fixture.published.deadLetters)
                .singleElement()
                .satisfies(deadLetter -> assertThat(deadLetter.attempts()).isEqualTo(4));
    }

    @Test
    void many_failing_records_share_the_retry_delays() {
        fixture.projection.before(changes -> {
            if (changes.stream().anyMatch(change -> change.key().id().value() % 2 == 0)) {
                throw new IllegalStateException("even");
            }
        });
        fixture.partition.live(hundred());

        fixture.process();

        assertThat(fixture.projection.versions()).hasSize(50);
        assertThat(fixture.published.deadLetters).hasSize(50);
    }

    @Test
    void a_failing_record_fails_only_the_write_of_its_tenant() {
        failing(memory(4, BOB), Integer.MAX_VALUE);
        fixture.partition.live(
                change(memory(1), 1), change(memory(2), 1), change(memory(3, BOB), 1), change(memory(4, BOB), 1));

        fixture.process();

        assertThat(fixture.projection.versions()).hasSize(3);
        assertThat(fixture.projection.writeSizes()).startsWith(2, 2, 1, 1);
    }

    @Test
    void a_stack_overflow_is_a_failure_of_the_record() {
        fixture.projection.before(changes -> {
            if (changes.contains(change(memory(1), 1))) {
                throw new StackOverflowError();
            }
        });
        fixture.partition.live(change(memory(1), 1), change(memory(2), 1));

        fixture.process();

        assertThat(fixture.projection.versions()).containsOnlyKeys(memory(2));
        assertThat(fixture.published.deadLetters).hasSize(1);
    }

    @Test
    void an_undecodable_record_becomes_a_dead_letter_reported_by_its_headers() {
        var headers = Map.of(
                CloudEventHeaders.TYPE, "memory_log.stored",
                CloudEventHeaders.MEMORY_VERSION, "3",
                CloudEventHeaders.USER_ID, "ann",
                CloudEventHeaders.PROJECT_ID, "tea");
        fixture.partition
                .add(Messages.message(Partition.LIVE, "9", headers, new byte[] {'{'}))
                .live(change(memory(1), 1));

        var batch = fixture.process();

        assertThat(fixture.published.deadLetters)
                .singleElement()
                .satisfies(deadLetter -> assertThat(deadLetter.reason()).isEqualTo("undecodable"));
        assertThat(fixture.published.reported()).containsExactlyInAnyOrder("vector.stored/1/1", "vector.failed/9/3");
        assertThat(batch.isAcknowledged()).isTrue();
        assertThat(fixture.count("dead.letters")).isEqualTo(1);
    }

    @Test
    void an_undecodable_record_without_a_memory_becomes_a_dead_letter_without_a_report() {
        fixture.partition.add(Messages.message(Partition.LIVE, "9", Map.of(), new byte[] {'{'}));

        fixture.process();

        assertThat(fixture.published.deadLetters).hasSize(1);
        assertThat(fixture.published.progress).isEmpty();
    }

    @Test
    void a_store_that_rejects_all_memories_of_several_tenants_pauses_and_leaves_a_few_dead_letters() {
        fixture.projection.before(changes -> {
            throw new NonRetryableException("content_refused", "422", null);
        });
        fixture.partition.live(change(memory(1), 1), change(memory(2, BOB), 1));
        fixture.process();
        fixture.partition.live(hundred()).live(change(memory(3, BOB), 1));
        fixture.afterPauses(3, fixture.projection::recover);

        var batch = fixture.process();

        assertThat(fixture.published.deadLetters)
                .hasSize(2)
                .allSatisfy(deadLetter -> assertThat(deadLetter.retryClass()).isEqualTo(RetryClass.PERMANENT));
        assertThat(fixture.causes()).containsExactly(PauseCause.WORKER);
        assertThat(fixture.projection.versions()).hasSize(101);
        assertThat(batch.isAcknowledged()).isTrue();
    }

    @Test
    void a_single_tenant_whose_memories_are_all_rejected_does_not_pause_the_others() {
        fixture.projection.before(changes -> {
            if (changes.stream().anyMatch(change -> change.key().tenant().equals(ANN))) {
                throw new NonRetryableException("content_refused", "422", null);
            }
        });
        fixture.partition.live(hundred());

        fixture.process();

        assertThat(fixture.published.deadLetters).hasSize(100);
        assertThat(fixture.causes()).isEmpty();
    }

    @Test
    void a_request_that_the_store_does_not_support_pauses_although_the_probe_passes() {
        fixture.projection.before(changes -> {
            throw new IndexUnavailableException(PauseCause.WORKER, "unknown procedure", null, null);
        });
        fixture.afterPauses(5, fixture.projection::recover);
        fixture.partition.live(change(memory(1), 1), change(memory(2, BOB), 1));

        fixture.process();

        assertThat(fixture.causes()).containsExactly(PauseCause.WORKER);
        assertThat(fixture.published.deadLetters).isEmpty();
        assertThat(fixture.projection.versions()).hasSize(2);
    }

    @Test
    void a_failing_purge_becomes_a_dead_letter_and_others_are_applied() {
        var rejected = memory(1);
        var message = tombstone(Partition.LIVE, rejected, 9);
        fixture.partition.live(change(memory(2), 1)).add(message);
        fixture.projection.rejectPurge(rejected);

        var batch = fixture.process();

        assertThat(fixture.projection.versions()).containsOnlyKeys(memory(2));
        assertThat(fixture.published.deadLetters)
                .singleElement()
                .satisfies(deadLetter -> assertThat(deadLetter.record().value()).isNull());
        assertThat(batch.isAcknowledged()).isTrue();
    }

    @Test
    void a_partial_write_is_not_taken_for_a_complete_one() {
        var tries = new AtomicInteger();
        fixture.projection.after(changes -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("half of it is written");
            }
        });
        fixture.partition.live(change(memory(1), 1));

        fixture.process();

        assertThat(fixture.projection.writes()).hasSize(2);
        assertThat(fixture.count("duplicates")).isZero();
    }

    private static MemoryChange[] hundred() {
        return LongStream.rangeClosed(1, 100)
                .mapToObj(id -> change(memory(id), 1))
                .toArray(MemoryChange[]::new);
    }

    private void rejecting(MemoryKey poison) {
        fixture.projection.before(changes -> {
            if (holds(changes, poison)) {
                throw new NonRetryableException("content_refused", "cannot write it", null);
            }
        });
    }

    private void failing(MemoryKey poison, int times) {
        var left = new AtomicInteger(times);
        fixture.projection.before(changes -> {
            if (holds(changes, poison) && left.getAndDecrement() > 0) {
                throw new IllegalStateException("cannot write " + poison.id());
            }
        });
    }

    private static boolean holds(List<MemoryChange> changes, MemoryKey memory) {
        return changes.stream().anyMatch(change -> change.key().equals(memory));
    }
}
