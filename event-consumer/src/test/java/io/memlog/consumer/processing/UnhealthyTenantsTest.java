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

/// The store answers, and its writes fail for some.
class UnhealthyTenantsTest {

    private static final Tenant CYD = new Tenant("cyd", "water");
    private static final List<Duration> RETRIES =
            List.of(Duration.ofMillis(200), Duration.ofMillis(600), Duration.ofMillis(1800));

    private final BatchProcessorFixture bench = new BatchProcessorFixture();

    @Test
    void trouble_with_one_tenant_holds_up_the_others_once_for_as_long_as_an_event_is_tried_again() {
        awayFor(BOB);
        bench.partition.live(hundred(ANN)).live(hundred(BOB));

        var batch = bench.work();

        assertThat(bench.index.versions())
                .hasSize(100)
                .allSatisfy((memory, version) -> assertThat(memory.tenant()).isEqualTo(ANN));
        assertThat(bench.reports.deadLetters).hasSize(100).allSatisfy(letter -> {
            assertThat(letter.reason()).isEqualTo("index_unavailable");
            assertThat(letter.attempts()).isEqualTo(6);
        });
        assertThat(bench.time.waits).containsExactlyElementsOf(RETRIES);
        assertThat(batch.isSettled()).isTrue();
        assertThat(bench.pauses).isEmpty();
    }

    @Test
    void each_tenant_in_trouble_is_told_its_own_cause() {
        bench.index.before(changes -> {
            for (var tenant : List.of(BOB, CYD)) {
                if (tenants(changes).contains(tenant)) {
                    throw new IndexUnavailableException("no collection of " + tenant.userId(), null);
                }
            }
        });
        bench.partition
                .live(change(memory(1, BOB), 1), change(memory(2, CYD), 1))
                .live(change(memory(3, ANN), 1));

        bench.work();

        assertThat(bench.time.waits).containsExactlyElementsOf(RETRIES);
        assertThat(bench.reports.deadLetters)
                .extracting(letter -> letter.cause().getMessage())
                .containsExactlyInAnyOrder("no collection of bob", "no collection of cyd");
    }

    @Test
    void many_tenants_in_trouble_hold_up_the_others_no_longer_than_one() {
        bench.index.before(changes -> {
            if (!tenants(changes).equals(List.of(ANN))) {
                throw new IndexUnavailableException("away", null);
            }
        });
        for (int tenant = 0; tenant < 40; tenant++) {
            bench.partition.live(change(memory(10 + tenant, new Tenant("user-" + tenant, "tea")), 1));
        }
        bench.partition.live(change(memory(1, ANN), 1));
        bench.time.meanwhile(() -> assertThat(bench.index.versions()).containsOnlyKeys(memory(1, ANN)));

        bench.work();

        assertThat(bench.time.waits).containsExactlyElementsOf(RETRIES);
        assertThat(bench.reports.deadLetters).hasSize(40);
    }

    @Test
    void a_tenant_known_to_be_in_trouble_is_not_waited_for_when_it_comes_alone() {
        awayFor(BOB);
        bench.partition.live(change(memory(1, ANN), 1), change(memory(2, BOB), 1));
        bench.work();
        bench.index.before(changes -> {
            throw new IndexUnavailableException("away", null);
        });
        bench.partition.live(change(memory(3, BOB), 1));

        bench.work();

        assertThat(bench.time.waits).containsExactlyElementsOf(RETRIES);
        assertThat(bench.reports.deadLetters).hasSize(2);
    }

    @Test
    void after_an_outage_nobody_is_known_to_be_in_trouble() {
        awayFor(BOB);
        bench.partition.live(change(memory(1, ANN), 1), change(memory(2, BOB), 1));
        bench.work();
        bench.index.away();
        bench.afterWaits(5, () -> {
            bench.index.healed();
            awayFor(BOB);
        });
        bench.time.endIn(Duration.ofMinutes(10));
        bench.partition.live(change(memory(4, BOB), 1));

        var batch = bench.work();

        assertThat(batch.isSettled()).isFalse();
        assertThat(bench.reports.deadLetters).hasSize(1);
        assertThat(bench.paused).isTrue();
    }

    @Test
    void a_tenant_known_to_be_in_trouble_holds_up_nobody() {
        awayFor(BOB);
        bench.partition.live(change(memory(1, ANN), 1), change(memory(2, BOB), 1));
        bench.work();
        bench.time.waits.clear();

        bench.partition.live(change(memory(3, ANN), 1), change(memory(4, BOB), 1));
        bench.work();

        assertThat(bench.index.versions()).containsOnlyKeys(memory(1, ANN), memory(3, ANN));
        assertThat(bench.reports.deadLetters).hasSize(2);
        assertThat(bench.time.waits).isEmpty();
    }

    @Test
    void a_tenant_in_trouble_that_fills_a_batch_alone_does_not_hold_up_the_others_behind_it() {
        bench.partition.live(change(memory(5001, ANN), 1));
        bench.work();
        awayFor(BOB);
        bench.partition.live(hundred(BOB));

        bench.work();

        assertThat(bench.time.waits).containsExactlyElementsOf(RETRIES);
        assertThat(bench.reports.deadLetters).hasSize(100);
    }

    @Test
    void tenants_that_come_into_trouble_one_after_the_other_are_not_to_blame_for_what_is_everybodys() {
        bench.partition.live(change(memory(5001, CYD), 1));
        bench.work();
        bench.index.before(changes -> {
            throw new IndexUnavailableException("the disk is full", null);
        });
        bench.partition.live(hundred(BOB));
        bench.work();
        var ofBob = bench.reports.deadLetters.size();
        bench.time.endIn(Duration.ofMinutes(14));

        bench.partition.live(hundred(ANN));
        var batch = bench.work();

        assertThat(ofBob).isEqualTo(100);
        assertThat(bench.reports.deadLetters).hasSize(ofBob);
        assertThat(batch.settledUpTo()).isEmpty();
    }

    @Test
    void a_tenant_out_of_trouble_is_served_as_before() {
        awayFor(BOB);
        bench.partition.live(change(memory(1, ANN), 1), change(memory(2, BOB), 1));
        bench.work();

        bench.index.healed();
        bench.partition.live(change(memory(4, BOB), 1));
        bench.work();
        bench.partition.live(change(memory(5, ANN), 1), change(memory(6, BOB), 1));
        bench.work();

        assertThat(bench.index.versions()).containsKeys(memory(4, BOB), memory(6, BOB));
        assertThat(bench.index.groups()).last().isEqualTo(2);
    }

    @Test
    void trouble_that_passes_in_time_costs_no_dead_letter() {
        awayFor(BOB);
        bench.afterWaits(3, bench.index::healed);
        bench.partition.live(change(memory(1, ANN), 1), change(memory(2, BOB), 1));

        bench.work();

        assertThat(bench.index.versions()).containsOnlyKeys(memory(1, ANN), memory(2, BOB));
        assertThat(bench.reports.deadLetters).isEmpty();
    }

    @Test
    void a_store_that_answers_and_writes_for_nobody_is_given_much_more_time() {
        bench.index.before(changes -> {
            throw new IndexUnavailableException("the disk is full", null);
        });
        bench.time.endIn(Duration.ofMinutes(14));
        bench.partition.live(hundred(ANN)).live(hundred(BOB));

        var batch = bench.work();

        assertThat(bench.reports.deadLetters).isEmpty();
        assertThat(batch.settledUpTo()).isEmpty();
        assertThat(bench.paused).isTrue();
        assertThat(bench.resumptions).isZero();
    }

    @Test
    void one_tenant_alone_holds_up_the_log_for_a_bounded_time() {
        awayFor(BOB);
        bench.partition.live(hundred(BOB));

        var batch = bench.work();

        assertThat(bench.time.waited()).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(17));
        assertThat(bench.reports.deadLetters).hasSize(100);
        assertThat(batch.isSettled()).isTrue();
    }

    @Test
    void of_a_group_that_is_too_much_for_the_store_the_small_ones_get_through() {
        bench.index.before(changes -> {
            if (changes.contains(change(memory(3, BOB), 1))) {
                throw new IndexUnavailableException("timed out", null);
            }
        });
        bench.partition.live(hundred(BOB)).live(change(memory(5000, ANN), 1));

        bench.work();

        assertThat(bench.index.versions()).hasSize(100).doesNotContainKey(memory(3, BOB));
        assertThat(bench.reports.deadLetters).hasSize(1);
    }

    @Test
    void of_many_that_are_shut_out_only_those_are_buried() {
        bench.index.before(changes -> {
            if (changes.stream()
                    .anyMatch(change ->
                            change.key().id().value() <= 6 || change.key().id().value() % 17 == 0)) {
                throw new IndexUnavailableException("timed out", null);
            }
        });
        bench.partition.live(LongStream.rangeClosed(1, 250)
                .mapToObj(id -> change(memory(id), 1))
                .toArray(MemoryChange[]::new));

        bench.work();

        assertThat(bench.reports.deadLetters).hasSize(6 + 250 / 17);
        assertThat(bench.index.versions()).hasSize(250 - 6 - 250 / 17);
    }

    private void awayFor(Tenant tenant) {
        bench.index.before(changes -> {
            if (tenants(changes).contains(tenant)) {
                throw new IndexUnavailableException("no collection of " + tenant.userId(), null);
            }
        });
    }

    private static List<Tenant> tenants(List<MemoryChange> changes) {
        return changes.stream().map(change -> change.key().tenant()).distinct().toList();
    }
}
