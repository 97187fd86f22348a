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
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutageTest {

    private final BatchProcessorFixture fixture = new BatchProcessorFixture();

    @Test
    void an_outage_pauses_the_batch_without_a_dead_letter() {
        fixture.projection.unavailable();
        fixture.afterPauses(20, fixture.projection::recover);
        fixture.partition.live(change(memory(1), 1), change(memory(2), 1));

        var batch = fixture.process();

        assertThat(fixture.published.deadLetters).isEmpty();
        assertThat(fixture.projection.versions()).containsOnlyKeys(memory(1), memory(2));
        assertThat(batch.isAcknowledged()).isTrue();
        assertThat(fixture.pauses)
                .hasSize(20)
                .first()
                .satisfies(pause -> assertThat(pause.reason()).isEqualTo("the store is unavailable"));
        assertThat(fixture.causes()).containsExactly(PauseCause.STORE);
    }

    @Test
    void any_failure_is_an_outage_if_the_probe_fails_too() {
        fixture.projection
                .before(changes -> {
                    throw new IllegalStateException("connection reset");
                })
                .onProbe(() -> {
                    throw new IllegalStateException("no answer");
                });
        fixture.afterPauses(10, fixture.projection::recover);
        fixture.partition.live(change(memory(1), 1));

        fixture.process();

        assertThat(fixture.published.deadLetters).isEmpty();
        assertThat(fixture.projection.versions()).containsOnlyKeys(memory(1));
        assertThat(fixture.pauses.getFirst().reason()).contains("no answer");
    }

    @Test
    void an_outage_during_retries_counts_no_attempt() {
        var tries = new AtomicInteger();
        fixture.projection.before(changes -> {
            if (tries.incrementAndGet() == 3) {
                fixture.projection.onProbe(() -> {
                    throw new IllegalStateException("no answer");
                });
                fixture.afterPauses(1, () -> fixture.projection.onProbe(() -> {}));
            }
            if (tries.get() <= 6) {
                throw new IllegalStateException("cannot write");
            }
        });
        fixture.partition.live(change(memory(1), 1));

        fixture.process();

        assertThat(fixture.projection.versions()).containsOnlyKeys(memory(1));
        assertThat(fixture.published.deadLetters).isEmpty();
    }

    @Test
    void retry_after_is_honoured_without_a_dead_letter() {
        var asked = new AtomicInteger(40);
        fixture.projection.before(changes -> {
            if (asked.getAndDecrement() > 0) {
                throw new IndexUnavailableException("429", null, Duration.ofSeconds(60));
            }
        });
        fixture.partition.live(hundred(ANN)).live(hundred(BOB));

        fixture.process();

        assertThat(fixture.pauses)
                .hasSize(20)
                .allSatisfy(pause -> assertThat(pause.retryAfter()).isEqualTo(Duration.ofSeconds(60)));
        assertThat(fixture.published.deadLetters).isEmpty();
        assertThat(fixture.projection.versions()).hasSize(200);
    }

    @Test
    void retry_after_is_honoured_during_a_bisection() {
        var calls = new AtomicInteger();
        fixture.projection.before(changes -> {
            if (changes.contains(change(memory(7, BOB), 1))) {
                throw new NonRetryableException("content_refused", "no", null);
            }
            if (calls.getAndIncrement() < 20) {
                throw new IndexUnavailableException("429", null, Duration.ofSeconds(60));
            }
        });
        fixture.partition.live(hundred(ANN)).live(hundred(BOB));

        fixture.process();

        assertThat(fixture.pauses).isNotEmpty();
        assertThat(fixture.projection.versions()).hasSize(199);
        assertThat(fixture.published.deadLetters).extracting(DeadLetter::reason).containsExactly("content_refused");
    }

    @Test
    void an_error_of_the_jvm_is_an_outage() {
        var errors = new AtomicInteger(20);
        fixture.projection.before(changes -> {
            if (errors.getAndDecrement() > 0) {
                throw new OutOfMemoryError("for the test");
            }
        });
        fixture.partition.live(change(memory(1), 1));

        fixture.process();

        assertThat(fixture.published.deadLetters).isEmpty();
        assertThat(fixture.projection.versions()).containsOnlyKeys(memory(1));
        assertThat(fixture.causes()).containsExactly(PauseCause.WORKER);
    }

    @Test
    void a_dead_letter_after_an_outage_leaves_the_consumer_resumed() {
        fixture.projection.unavailable();
        fixture.afterPauses(
                3,
                () -> fixture.projection.recover().before(changes -> {
                    throw new NonRetryableException("content_refused", "no", null);
                }));
        fixture.partition.live(change(memory(1), 1));

        fixture.process();

        assertThat(fixture.published.deadLetters).hasSize(1);
    }

    @Test
    void a_probe_that_is_out_of_memory_is_an_outage() {
        fixture.projection
                .before(changes -> {
                    throw new IllegalStateException("odd");
                })
                .onProbe(() -> {
                    throw new OutOfMemoryError("for the test");
                });
        fixture.afterPauses(5, fixture.projection::recover);
        fixture.partition.live(change(memory(1), 1));

        fixture.process();

        assertThat(fixture.causes()).containsExactly(PauseCause.WORKER);
        assertThat(fixture.published.deadLetters).isEmpty();
    }
}
