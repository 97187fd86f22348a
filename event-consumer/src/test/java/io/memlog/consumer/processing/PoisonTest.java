package io.memlog.consumer.processing;

import static io.memlog.consumer.Messages.BOB;
import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.erasure;
import static io.memlog.consumer.Messages.memory;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.Messages;
import io.memlog.consumer.NonRetryableException;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.ProjectionFailed;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.message.CloudEventHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PoisonTest {

    private final BatchProcessorFixture bench = new BatchProcessorFixture();

    @Test
    void one_poison_in_a_hundred_fails_alone() {
        refusing(memory(57));
        bench.partition.live(hundred());

        var batch = bench.work();

        assertThat(bench.index.versions()).hasSize(99).doesNotContainKey(memory(57));
        assertThat(bench.reports.deadLetters).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo("content_refused");
            assertThat(letter.attempts()).isEqualTo(1);
            assertThat(letter.message().offset()).isEqualTo(56);
        });
        assertThat(bench.reports.reported()).hasSize(100).contains("vector.failed/57/1", "vector.stored/58/1");
        assertThat(bench.time.waits).isEmpty();
        assertThat(batch.isSettled()).isTrue();
    }

    @Test
    void its_neighbours_are_written_before_it_is_tried_again() {
        failing(memory(57), Integer.MAX_VALUE);
        bench.partition.live(hundred());
        bench.time.meanwhile(() -> assertThat(bench.index.versions()).hasSize(99));

        bench.work();

        assertThat(bench.time.waits).isNotEmpty();
    }

    @Test
    void an_event_that_fails_on_its_own_is_tried_again_three_times_and_then_buried() {
        failing(memory(2), Integer.MAX_VALUE);
        bench.partition.live(change(memory(1), 1), change(memory(2), 1), change(memory(3), 1));

        bench.work();

        assertThat(bench.time.waits)
                .containsExactly(Duration.ofMillis(200), Duration.ofMillis(600), Duration.ofMillis(1800));
        assertThat(bench.reports.deadLetters).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo("apply_failed");
            assertThat(letter.attempts()).isEqualTo(4);
            assertThat(letter.cause()).hasMessage("cannot write 2");
        });
        assertThat(bench.reports.progress)
                .filteredOn(ProjectionFailed.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(ProjectionFailed.class, failed -> {
                    assertThat(failed.key()).isEqualTo(memory(2));
                    assertThat(failed.reason()).isEqualTo("apply_failed");
                    assertThat(failed.detail()).isEqualTo("cannot write 2");
                });
        assertThat(bench.paused).isFalse();
    }

    @Test
    void an_event_that_succeeds_when_tried_again_is_no_dead_letter() {
        failing(memory(2), 4);
        bench.partition.live(change(memory(1), 1), change(memory(2), 1));

        bench.work();

        assertThat(bench.index.versions()).containsOnlyKeys(memory(1), memory(2));
        assertThat(bench.reports.deadLetters).isEmpty();
    }

    @Test
    void an_event_that_comes_alone_is_tried_as_often_as_one_in_company() {
        failing(memory(1), Integer.MAX_VALUE);
        bench.partition.live(change(memory(1), 1));

        bench.work();

        assertThat(bench.index.groups()).containsExactly(1, 1, 1, 1);
        assertThat(bench.reports.deadLetters)
                .singleElement()
                .satisfies(letter -> assertThat(letter.attempts()).isEqualTo(4));
    }

    @Test
    void many_that_fail_share_their_waits() {
        bench.index.before(changes -> {
            if (changes.stream().anyMatch(change -> change.key().id().value() % 2 == 0)) {
                throw new IllegalStateException("even");
            }
        });
        bench.partition.live(hundred());

        bench.work();

        assertThat(bench.index.versions()).hasSize(50);
        assertThat(bench.reports.deadLetters).hasSize(50);
        assertThat(bench.time.waited()).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void the_tenants_are_told_apart_first() {
        failing(memory(4, BOB), Integer.MAX_VALUE);
        bench.partition.live(
                change(memory(1), 1), change(memory(2), 1), change(memory(3, BOB), 1), change(memory(4, BOB), 1));

        bench.work();

        assertThat(bench.index.groups()).startsWith(4, 2, 2, 1, 1);
    }

    @Test
    void a_stack_that_overflows_is_the_fault_of_the_event() {
        bench.index.before(changes -> {
            if (changes.contains(change(memory(1), 1))) {
                throw new StackOverflowError();
            }
        });
        bench.partition.live(change(memory(1), 1), change(memory(2), 1));

        bench.work();

        assertThat(bench.index.versions()).containsOnlyKeys(memory(2));
        assertThat(bench.reports.deadLetters).hasSize(1);
    }

    @Test
    void an_undecodable_message_is_buried_and_named_by_its_headers() {
        var headers = Map.of(
                CloudEventHeaders.TYPE, "memory_log.stored",
                CloudEventHeaders.MEMORY_VERSION, "3",
                CloudEventHeaders.USER_ID, "ann",
                CloudEventHeaders.PROJECT_ID, "tea");
        bench.partition
                .add(Messages.message(Partition.LIVE, "9", headers, new byte[] {'{'}))
                .live(change(memory(1), 1));

        var batch = bench.work();

        assertThat(bench.reports.deadLetters)
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).isEqualTo("undecodable"));
        assertThat(bench.reports.reported()).containsExactlyInAnyOrder("vector.stored/1/1", "vector.failed/9/3");
        assertThat(batch.isSettled()).isTrue();
        assertThat(bench.count("dead.letters")).isEqualTo(1);
    }

    @Test
    void an_undecodable_message_that_names_no_memory_is_buried_without_a_word() {
        bench.partition.add(Messages.message(Partition.LIVE, "9", Map.of(), new byte[] {'{'}));

        bench.work();

        assertThat(bench.reports.deadLetters).hasSize(1);
        assertThat(bench.reports.progress).isEmpty();
    }

    @Test
    void an_erasure_that_is_refused_is_buried_without_harm_to_others() {
        var stubborn = memory(1);
        var message = erasure(Partition.LIVE, stubborn);
        bench.partition.live(change(memory(2), 1)).add(message);
        bench.index.refusingToErase(stubborn);

        var batch = bench.work();

        assertThat(bench.index.versions()).containsOnlyKeys(memory(2));
        assertThat(bench.reports.deadLetters)
                .singleElement()
                .satisfies(letter -> assertThat(letter.message().value()).isNull());
        assertThat(batch.isSettled()).isTrue();
    }

    @Test
    void what_a_failed_write_left_behind_does_not_pass_for_the_whole() {
        var tries = new AtomicInteger();
        bench.index.after(changes -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("half of it is written");
            }
        });
        bench.partition.live(change(memory(1), 1));

        bench.work();

        assertThat(bench.index.writes()).hasSize(2);
        assertThat(bench.count("duplicates")).isZero();
    }

    private static MemoryChange[] hundred() {
        return LongStream.rangeClosed(1, 100)
                .mapToObj(id -> change(memory(id), 1))
                .toArray(MemoryChange[]::new);
    }

    private void refusing(MemoryKey poison) {
        bench.index.before(changes -> {
            if (holds(changes, poison)) {
                throw new NonRetryableException("content_refused", "cannot write it", null);
            }
        });
    }

    private void failing(MemoryKey poison, int times) {
        var left = new AtomicInteger(times);
        bench.index.before(changes -> {
            if (holds(changes, poison) && left.getAndDecrement() > 0) {
                throw new IllegalStateException("cannot write " + poison.id());
            }
        });
    }

    private static boolean holds(List<MemoryChange> changes, MemoryKey memory) {
        return changes.stream().anyMatch(change -> change.key().equals(memory));
    }
}
