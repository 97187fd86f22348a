package io.memlog.consumer.processing;

import static io.memlog.consumer.Messages.ANN;
import static io.memlog.consumer.Messages.BOB;
import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.hundred;
import static io.memlog.consumer.Messages.memory;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import io.memlog.consumer.PauseCause;
import io.memlog.consumer.publishing.DeadLetter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutageTest {

    private final BatchProcessorFixture bench = new BatchProcessorFixture();

    @Test
    void an_outage_is_waited_out_without_a_dead_letter() {
        bench.index.away();
        bench.afterWaits(100, bench.index::healed);
        bench.partition.live(change(memory(1), 1), change(memory(2), 1));

        var batch = bench.work();

        assertThat(bench.time.waited()).isGreaterThan(Duration.ofMinutes(20));
        assertThat(bench.reports.deadLetters).isEmpty();
        assertThat(bench.index.versions()).containsOnlyKeys(memory(1), memory(2));
        assertThat(batch.isSettled()).isTrue();
        assertThat(bench.pauses).contains("the store is away");
        assertThat(bench.causes).containsExactly(PauseCause.STORE);
        assertThat(bench.paused).isFalse();
    }

    @Test
    void while_it_lasts_only_the_probe_is_asked() {
        bench.index.away();
        bench.afterWaits(50, bench.index::healed);
        bench.partition.live(change(memory(1), 1));

        bench.work();

        assertThat(bench.index.groups()).hasSize(2);
    }

    @Test
    void a_failure_of_any_kind_is_an_outage_when_the_probe_fails_too() {
        bench.index
                .before(changes -> {
                    throw new IllegalStateException("connection reset");
                })
                .probing(() -> {
                    throw new IllegalStateException("no answer");
                });
        bench.afterWaits(10, bench.index::healed);
        bench.partition.live(change(memory(1), 1));

        bench.work();

        assertThat(bench.reports.deadLetters).isEmpty();
        assertThat(bench.index.versions()).containsOnlyKeys(memory(1));
        assertThat(bench.pauses).first().asString().contains("no answer");
    }

    @Test
    void an_outage_in_the_midst_of_a_retry_uses_up_no_attempt() {
        var tries = new AtomicInteger();
        bench.index.before(changes -> {
            if (tries.incrementAndGet() == 3) {
                bench.index.probing(() -> {
                    throw new IllegalStateException("no answer");
                });
                bench.afterWaits(20, () -> bench.index.probing(() -> {}));
            }
            if (tries.get() <= 6) {
                throw new IllegalStateException("cannot write");
            }
        });
        bench.partition.live(change(memory(1), 1));

        bench.work();

        assertThat(bench.index.versions()).containsOnlyKeys(memory(1));
        assertThat(bench.reports.deadLetters).isEmpty();
    }

    @Test
    void who_asks_to_wait_is_given_the_time_and_no_dead_letter() {
        var asked = new AtomicInteger(40);
        bench.index.before(changes -> {
            if (asked.getAndDecrement() > 0) {
                throw new IndexUnavailableException("429", null, Duration.ofSeconds(60));
            }
        });
        bench.partition.live(hundred(ANN)).live(hundred(BOB));

        bench.work();

        assertThat(bench.time.waits).hasSize(40).allMatch(wait -> wait.equals(Duration.ofSeconds(60)));
        assertThat(bench.reports.deadLetters).isEmpty();
        assertThat(bench.index.versions()).hasSize(200);
        assertThat(bench.index.groups()).hasSize(41);
    }

    @Test
    void who_asks_to_wait_while_a_culprit_is_searched_for_is_not_pestered() {
        var calls = new AtomicInteger();
        bench.index.before(changes -> {
            if (changes.contains(change(memory(7, BOB), 1))) {
                throw new NonRetryableException("content_refused", "no", null);
            }
            if (calls.getAndIncrement() < 40) {
                throw new IndexUnavailableException("429", null, Duration.ofSeconds(60));
            }
        });
        bench.partition.live(hundred(ANN)).live(hundred(BOB));

        bench.work();

        assertThat(bench.time.waits).hasSize(40);
        assertThat(bench.index.versions()).hasSize(199);
        assertThat(bench.reports.deadLetters).extracting(DeadLetter::reason).containsExactly("content_refused");
    }

    @Test
    void an_error_of_the_machine_is_no_fault_of_an_event() {
        var errors = new AtomicInteger(20);
        bench.index.before(changes -> {
            if (errors.getAndDecrement() > 0) {
                throw new OutOfMemoryError("for the test");
            }
        });
        bench.partition.live(change(memory(1), 1));

        bench.work();

        assertThat(bench.reports.deadLetters).isEmpty();
        assertThat(bench.index.versions()).containsOnlyKeys(memory(1));
        assertThat(bench.causes).containsExactly(PauseCause.WORKER);
    }

    @Test
    void the_last_of_a_batch_after_an_outage_may_be_buried_and_nothing_is_paused_any_more() {
        bench.index.away();
        bench.afterWaits(
                3,
                () -> bench.index.healed().before(changes -> {
                    throw new NonRetryableException("content_refused", "no", null);
                }));
        bench.partition.live(change(memory(1), 1));

        bench.work();

        assertThat(bench.reports.deadLetters).hasSize(1);
        assertThat(bench.paused).isFalse();
    }

    @Test
    void a_probe_that_is_out_of_memory_is_an_outage() {
        bench.index
                .before(changes -> {
                    throw new IllegalStateException("odd");
                })
                .probing(() -> {
                    throw new OutOfMemoryError("for the test");
                });
        bench.afterWaits(5, bench.index::healed);
        bench.partition.live(change(memory(1), 1));

        bench.work();

        assertThat(bench.causes).containsExactly(PauseCause.WORKER);
        assertThat(bench.reports.deadLetters).isEmpty();
    }
}
