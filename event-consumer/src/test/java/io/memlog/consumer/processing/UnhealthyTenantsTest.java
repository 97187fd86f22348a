package io.memlog.consumer.processing;

import static io.memlog.consumer.Messages.ANN;
import static io.memlog.consumer.Messages.BOB;
import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.hundred;
import static io.memlog.consumer.Messages.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.PauseCause;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.message.RetryClass;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// The probe passes, and the writes of some tenants fail or hang.
class UnhealthyTenantsTest {

    private static final Tenant CYD = new Tenant("cyd", "water");

    private BatchProcessorFixture fixture = new BatchProcessorFixture();

    @Test
    void all_records_of_a_failing_tenant_become_transient_dead_letters_and_others_are_written() {
        failFor(BOB);
        fixture.partition.live(hundred(ANN)).live(hundred(BOB));

        var batch = fixture.process();

        assertThat(fixture.projection.versions())
                .hasSize(100)
                .allSatisfy((memory, version) -> assertThat(memory.tenant()).isEqualTo(ANN));
        assertThat(fixture.published.deadLetters).hasSize(100).allSatisfy(deadLetter -> {
            assertThat(deadLetter.reason()).isEqualTo("index_unavailable");
            assertThat(deadLetter.retryClass()).isEqualTo(RetryClass.TRANSIENT);
        });
        assertThat(batch.isAcknowledged()).isTrue();
        assertThat(fixture.pauses).isEmpty();
    }

    @Test
    void a_hanging_tenant_is_tried_twice_and_others_do_not_wait_for_it() {
        fixture = new BatchProcessorFixture(callTimeout(Duration.ofMillis(1_100)));
        fixture.projection.before(changes -> {
            if (tenants(changes).contains(BOB)) {
                hang();
            }
        });
        fixture.partition.live(hundred(ANN)).live(hundred(BOB));

        fixture.process();
        fixture.partition.live(change(memory(5_001, ANN), 1), change(memory(5_002, BOB), 1));
        fixture.process();

        assertThat(fixture.projection.versions()).hasSize(101);
        assertThat(fixture.projection.writeSizes()).hasSize(4);
        assertThat(fixture.published.deadLetters).hasSize(101).first().satisfies(deadLetter -> {
            assertThat(deadLetter.cause()).hasMessage("no answer within 200 ms");
            assertThat(deadLetter.attempts()).isEqualTo(1);
        });
        assertThat(fixture.published.deadLetters).last().satisfies(deadLetter -> {
            assertThat(deadLetter.cause()).hasMessageContaining("the last write of this user and project failed");
            assertThat(deadLetter.attempts()).isZero();
        });
    }

    @Test
    void a_write_that_fails_slowly_is_tried_again_since_the_store_may_just_have_recovered() {
        var failures = new CountDownLatch(1);
        fixture.projection.before(changes -> {
            if (tenants(changes).contains(BOB) && failures.getCount() > 0) {
                LockSupport.parkNanos(Duration.ofMillis(1_100).toNanos());
                failures.countDown();
                throw new IndexUnavailableException("the server has ended", null);
            }
        });
        fixture.partition.live(hundred(ANN)).live(hundred(BOB));

        var batch = fixture.process();

        assertThat(fixture.projection.versions()).hasSize(200);
        assertThat(fixture.published.deadLetters).isEmpty();
        assertThat(batch.isAcknowledged()).isTrue();
    }

    @Test
    void a_tenant_whose_versions_cannot_be_read_does_not_keep_the_others_of_the_first_batch_from_being_written() {
        fixture.projection.beforeRead(memories -> {
            if (memories.contains(memory(2, BOB))) {
                throw new IndexUnavailableException("no collection of bob", null);
            }
        });
        fixture.partition.live(change(memory(1, ANN), 1), change(memory(2, BOB), 1));

        var batch = fixture.process();

        assertThat(fixture.projection.versions()).containsOnlyKeys(memory(1, ANN));
        assertThat(fixture.published.deadLetters).hasSize(1);
        assertThat(batch.isAcknowledged()).isTrue();
        assertThat(fixture.pauses).isEmpty();
    }

    @Test
    void dead_letters_of_each_tenant_have_its_own_cause() {
        failFor(BOB, CYD);
        fixture.partition
                .live(change(memory(1, BOB), 1), change(memory(2, CYD), 1))
                .live(change(memory(3, ANN), 1));

        fixture.process();

        assertThat(fixture.published.deadLetters)
                .extracting(deadLetter -> deadLetter.cause().getMessage())
                .containsExactlyInAnyOrder("no collection of bob", "no collection of cyd");
    }

    @Test
    void a_tenant_that_works_again_is_found_by_a_trial() {
        fixture = new BatchProcessorFixture(trialInterval(Duration.ofMillis(50)));
        failFor(BOB);
        fixture.partition.live(hundred(ANN)).live(hundred(BOB));
        fixture.process();
        fixture.projection.recover();

        await().untilAsserted(() -> {
            fixture.partition.live(change(memory(5_001, BOB), 1), change(memory(5_002, BOB), 1));
            fixture.process();
            assertThat(fixture.projection.versions()).containsKeys(memory(5_001, BOB), memory(5_002, BOB));
        });
    }

    @Test
    void a_trial_that_hangs_ends_early() {
        fixture = new BatchProcessorFixture(trialInterval(Duration.ofMillis(50)));
        failFor(BOB);
        fixture.partition.live(hundred(ANN)).live(hundred(BOB));
        fixture.process();
        fixture.projection.before(changes -> hang());

        await().untilAsserted(() -> {
            fixture.partition.live(change(memory(5_001, BOB), 1), change(memory(5_002, BOB), 1));
            fixture.process();
            assertThat(fixture.published.deadLetters)
                    .extracting(deadLetter -> deadLetter.cause().getMessage())
                    .contains("no answer within 200 ms");
        });
    }

    @Test
    void a_store_that_fails_for_all_tenants_pauses() {
        fixture.projection.before(changes -> {
            throw new IndexUnavailableException("the disk is full", null);
        });
        fixture.partition.live(hundred(ANN)).live(hundred(BOB));

        var batch = fixture.processOnce();

        assertThat(fixture.published.deadLetters).isEmpty();
        assertThat(batch.acknowledgedOffsets()).isEmpty();
        assertThat(fixture.causes()).containsExactly(PauseCause.STORE);
    }

    @Test
    void a_single_failing_tenant_pauses_until_the_limit_and_leaves_dead_letters() {
        fixture = new BatchProcessorFixture(maxUnconfirmedPause(Duration.ofMillis(50)));
        failFor(BOB);
        fixture.partition.live(hundred(BOB));

        await().untilAsserted(() -> {
            fixture.process();
            assertThat(fixture.published.deadLetters).hasSize(100);
        });
        assertThat(fixture.causes()).containsExactly(PauseCause.STORE);
    }

    @Test
    void a_record_that_fails_quickly_does_not_keep_the_others_of_its_tenant_from_being_written() {
        fixture.projection.before(changes -> {
            if (changes.contains(change(memory(3, BOB), 1))) {
                throw new IndexUnavailableException("reset", null);
            }
        });
        fixture.partition.live(hundred(BOB)).live(change(memory(5_000, ANN), 1));

        fixture.process();

        assertThat(fixture.projection.versions()).hasSize(100).doesNotContainKey(memory(3, BOB));
        assertThat(fixture.published.deadLetters).hasSize(1);
    }

    @Test
    void a_failure_that_passes_by_itself_leaves_no_dead_letter() {
        var failures = new CountDownLatch(1);
        fixture.projection.before(changes -> {
            if (tenants(changes).contains(BOB) && failures.getCount() > 0) {
                failures.countDown();
                throw new IndexUnavailableException("reset", null);
            }
        });
        fixture.partition.live(change(memory(1, ANN), 1), change(memory(2, BOB), 1));

        fixture.process();

        assertThat(fixture.projection.versions()).containsOnlyKeys(memory(1, ANN), memory(2, BOB));
        assertThat(fixture.published.deadLetters).isEmpty();
    }

    @Test
    void only_the_records_that_fail_become_dead_letters() {
        fixture.projection.before(changes -> {
            if (changes.stream()
                    .anyMatch(change ->
                            change.key().id().value() <= 6 || change.key().id().value() % 17 == 0)) {
                throw new IndexUnavailableException("reset", null);
            }
        });
        fixture.partition
                .live(change(memory(5_000, ANN), 1))
                .live(LongStream.rangeClosed(1, 250)
                        .mapToObj(id -> change(memory(id, BOB), 1))
                        .toArray(MemoryChange[]::new));

        fixture.process();

        assertThat(fixture.published.deadLetters).hasSize(6 + 250 / 17);
        assertThat(fixture.projection.versions()).hasSize(1 + 250 - 6 - 250 / 17);
    }

    private void failFor(Tenant... failing) {
        fixture.projection.before(changes -> {
            for (var tenant : failing) {
                if (tenants(changes).contains(tenant)) {
                    throw new IndexUnavailableException("no collection of " + tenant.userId(), null);
                }
            }
        });
    }

    /// Until it is interrupted.
    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Tenant> tenants(List<MemoryChange> changes) {
        return changes.stream().map(change -> change.key().tenant()).distinct().toList();
    }

    private static ConsumerProperties.Failure callTimeout(Duration timeout) {
        return properties(
                timeout,
                BatchProcessorFixture.FAILURE.trialInterval(),
                BatchProcessorFixture.FAILURE.maxUnconfirmedPause());
    }

    private static ConsumerProperties.Failure trialInterval(Duration interval) {
        return properties(
                BatchProcessorFixture.FAILURE.callTimeout(),
                interval,
                BatchProcessorFixture.FAILURE.maxUnconfirmedPause());
    }

    private static ConsumerProperties.Failure maxUnconfirmedPause(Duration limit) {
        return properties(
                BatchProcessorFixture.FAILURE.callTimeout(), BatchProcessorFixture.FAILURE.trialInterval(), limit);
    }

    private static ConsumerProperties.Failure properties(
            Duration callTimeout, Duration trialInterval, Duration maxUnconfirmedPause) {
        var defaults = BatchProcessorFixture.FAILURE;
        return new ConsumerProperties.Failure(
                defaults.retryDelays(),
                callTimeout,
                defaults.trialTimeout(),
                trialInterval,
                defaults.minBackoff(),
                defaults.maxBackoff(),
                defaults.recentWrite(),
                maxUnconfirmedPause);
    }
}
