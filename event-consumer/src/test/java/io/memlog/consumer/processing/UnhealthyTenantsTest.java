package io.memlog.consumer.processing;

import static io.memlog.consumer.Messages.ANN;
import static io.memlog.consumer.Messages.BOB;
import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.hundred;
import static io.memlog.consumer.Messages.memory;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.memory.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// The probe passes, and the writes of some tenants fail.
class UnhealthyTenantsTest {

    private static final Tenant CYD = new Tenant("cyd", "water");
    private static final List<Duration> RETRY_DELAYS =
            List.of(Duration.ofMillis(200), Duration.ofMillis(600), Duration.ofMillis(1800));

    private final BatchProcessorFixture fixture = new BatchProcessorFixture();

    @Test
    void a_failing_tenant_delays_the_others_once_by_the_retry_delays() {
        unavailableFor(BOB);
        fixture.partition.live(hundred(ANN)).live(hundred(BOB));

        var batch = fixture.process();

        assertThat(fixture.projection.versions())
                .hasSize(100)
                .allSatisfy((memory, version) -> assertThat(memory.tenant()).isEqualTo(ANN));
        assertThat(fixture.published.deadLetters).hasSize(100).allSatisfy(deadLetter -> {
            assertThat(deadLetter.reason()).isEqualTo("index_unavailable");
            assertThat(deadLetter.attempts()).isEqualTo(6);
        });
        assertThat(fixture.time.sleeps).containsExactlyElementsOf(RETRY_DELAYS);
        assertThat(batch.isAcknowledged()).isTrue();
        assertThat(fixture.pauses).isEmpty();
    }

    @Test
    void dead_letters_of_each_tenant_have_its_own_cause() {
        fixture.projection.before(changes -> {
            for (var tenant : List.of(BOB, CYD)) {
                if (tenants(changes).contains(tenant)) {
                    throw new IndexUnavailableException("no collection of " + tenant.userId(), null);
                }
            }
        });
        fixture.partition
                .live(change(memory(1, BOB), 1), change(memory(2, CYD), 1))
                .live(change(memory(3, ANN), 1));

        fixture.process();

        assertThat(fixture.time.sleeps).containsExactlyElementsOf(RETRY_DELAYS);
        assertThat(fixture.published.deadLetters)
                .extracting(deadLetter -> deadLetter.cause().getMessage())
                .containsExactlyInAnyOrder("no collection of bob", "no collection of cyd");
    }

    @Test
    void many_failing_tenants_delay_the_others_no_longer_than_one() {
        fixture.projection.before(changes -> {
            if (!tenants(changes).equals(List.of(ANN))) {
                throw new IndexUnavailableException("unavailable", null);
            }
        });
        for (int tenant = 0; tenant < 40; tenant++) {
            fixture.partition.live(change(memory(10 + tenant, new Tenant("user-" + tenant, "tea")), 1));
        }
        fixture.partition.live(change(memory(1, ANN), 1));
        fixture.time.onSleep(() -> assertThat(fixture.projection.versions()).containsOnlyKeys(memory(1, ANN)));

        fixture.process();

        assertThat(fixture.time.sleeps).containsExactlyElementsOf(RETRY_DELAYS);
        assertThat(fixture.published.deadLetters).hasSize(40);
    }

    @Test
    void an_unhealthy_tenant_alone_in_a_batch_is_not_retried() {
        unavailableFor(BOB);
        fixture.partition.live(change(memory(1, ANN), 1), change(memory(2, BOB), 1));
        fixture.process();
        fixture.projection.before(changes -> {
            throw new IndexUnavailableException("unavailable", null);
        });
        fixture.partition.live(change(memory(3, BOB), 1));

        fixture.process();

        assertThat(fixture.time.sleeps).containsExactlyElementsOf(RETRY_DELAYS);
        assertThat(fixture.published.deadLetters).hasSize(2);
    }

    @Test
    void an_outage_clears_the_health_of_tenants() {
        unavailableFor(BOB);
        fixture.partition.live(change(memory(1, ANN), 1), change(memory(2, BOB), 1));
        fixture.process();
        fixture.projection.unavailable();
        fixture.afterSleeps(5, () -> {
            fixture.projection.recover();
            unavailableFor(BOB);
        });
        fixture.time.cancelAfter(Duration.ofMinutes(10));
        fixture.partition.live(change(memory(4, BOB), 1));

        var batch = fixture.process();

        assertThat(batch.isAcknowledged()).isFalse();
        assertThat(fixture.published.deadLetters).hasSize(1);
        assertThat(fixture.paused).isTrue();
    }

    @Test
    void an_unhealthy_tenant_does_not_delay_the_others() {
        unavailableFor(BOB);
        fixture.partition.live(change(memory(1, ANN), 1), change(memory(2, BOB), 1));
        fixture.process();
        fixture.time.sleeps.clear();

        fixture.partition.live(change(memory(3, ANN), 1), change(memory(4, BOB), 1));
        fixture.process();

        assertThat(fixture.projection.versions()).containsOnlyKeys(memory(1, ANN), memory(3, ANN));
        assertThat(fixture.published.deadLetters).hasSize(2);
        assertThat(fixture.time.sleeps).isEmpty();
    }

    @Test
    void a_failing_tenant_alone_in_a_batch_delays_the_next_batch_by_the_retry_delays() {
        fixture.partition.live(change(memory(5001, ANN), 1));
        fixture.process();
        unavailableFor(BOB);
        fixture.partition.live(hundred(BOB));

        fixture.process();

        assertThat(fixture.time.sleeps).containsExactlyElementsOf(RETRY_DELAYS);
        assertThat(fixture.published.deadLetters).hasSize(100);
    }

    @Test
    void tenants_that_fail_one_after_the_other_are_taken_for_a_failing_store() {
        fixture.partition.live(change(memory(5001, CYD), 1));
        fixture.process();
        fixture.projection.before(changes -> {
            throw new IndexUnavailableException("the disk is full", null);
        });
        fixture.partition.live(hundred(BOB));
        fixture.process();
        var before = fixture.published.deadLetters.size();
        fixture.time.cancelAfter(Duration.ofMinutes(14));

        fixture.partition.live(hundred(ANN));
        var batch = fixture.process();

        assertThat(before).isEqualTo(100);
        assertThat(fixture.published.deadLetters).hasSize(before);
        assertThat(batch.acknowledgedOffsets()).isEmpty();
    }

    @Test
    void a_recovered_tenant_is_written_together_with_others() {
        unavailableFor(BOB);
        fixture.partition.live(change(memory(1, ANN), 1), change(memory(2, BOB), 1));
        fixture.process();

        fixture.projection.recover();
        fixture.partition.live(change(memory(4, BOB), 1));
        fixture.process();
        fixture.partition.live(change(memory(5, ANN), 1), change(memory(6, BOB), 1));
        fixture.process();

        assertThat(fixture.projection.versions()).containsKeys(memory(4, BOB), memory(6, BOB));
        assertThat(fixture.projection.writeSizes()).last().isEqualTo(2);
    }

    @Test
    void a_tenant_that_recovers_in_time_has_no_dead_letter() {
        unavailableFor(BOB);
        fixture.afterSleeps(3, fixture.projection::recover);
        fixture.partition.live(change(memory(1, ANN), 1), change(memory(2, BOB), 1));

        fixture.process();

        assertThat(fixture.projection.versions()).containsOnlyKeys(memory(1, ANN), memory(2, BOB));
        assertThat(fixture.published.deadLetters).isEmpty();
    }

    @Test
    void a_store_that_fails_for_all_tenants_has_no_dead_letter_before_the_timeout() {
        fixture.projection.before(changes -> {
            throw new IndexUnavailableException("the disk is full", null);
        });
        fixture.time.cancelAfter(Duration.ofMinutes(14));
        fixture.partition.live(hundred(ANN)).live(hundred(BOB));

        var batch = fixture.process();

        assertThat(fixture.published.deadLetters).isEmpty();
        assertThat(batch.acknowledgedOffsets()).isEmpty();
        assertThat(fixture.paused).isTrue();
        assertThat(fixture.resumptions).isZero();
    }

    @Test
    void a_single_failing_tenant_delays_the_log_until_the_timeout() {
        unavailableFor(BOB);
        fixture.partition.live(hundred(BOB));

        var batch = fixture.process();

        assertThat(fixture.time.slept()).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(17));
        assertThat(fixture.published.deadLetters).hasSize(100);
        assertThat(batch.isAcknowledged()).isTrue();
    }

    @Test
    void a_record_that_times_out_does_not_keep_the_others_of_its_tenant_from_being_written() {
        fixture.projection.before(changes -> {
            if (changes.contains(change(memory(3, BOB), 1))) {
                throw new IndexUnavailableException("timed out", null);
            }
        });
        fixture.partition.live(hundred(BOB)).live(change(memory(5000, ANN), 1));

        fixture.process();

        assertThat(fixture.projection.versions()).hasSize(100).doesNotContainKey(memory(3, BOB));
        assertThat(fixture.published.deadLetters).hasSize(1);
    }

    @Test
    void only_the_records_that_time_out_become_dead_letters() {
        fixture.projection.before(changes -> {
            if (changes.stream()
                    .anyMatch(change ->
                            change.key().id().value() <= 6 || change.key().id().value() % 17 == 0)) {
                throw new IndexUnavailableException("timed out", null);
            }
        });
        fixture.partition.live(LongStream.rangeClosed(1, 250)
                .mapToObj(id -> change(memory(id), 1))
                .toArray(MemoryChange[]::new));

        fixture.process();

        assertThat(fixture.published.deadLetters).hasSize(6 + 250 / 17);
        assertThat(fixture.projection.versions()).hasSize(250 - 6 - 250 / 17);
    }

    private void unavailableFor(Tenant tenant) {
        fixture.projection.before(changes -> {
            if (tenants(changes).contains(tenant)) {
                throw new IndexUnavailableException("no collection of " + tenant.userId(), null);
            }
        });
    }

    private static List<Tenant> tenants(List<MemoryChange> changes) {
        return changes.stream().map(change -> change.key().tenant()).distinct().toList();
    }
}
