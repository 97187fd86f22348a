package io.memlog.consumer.processing;

import static io.memlog.consumer.Messages.ANN;
import static io.memlog.consumer.Messages.BOB;
import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.memory;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.PauseCause;
import io.memlog.consumer.processing.ApplyResult.Shut;
import io.memlog.consumer.processing.OutageScope.Verdict;
import io.memlog.schemas.memory.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutageScopeTest {

    private static final Tenant CYD = new Tenant("cyd", "water");
    private static final Tenant DAN = new Tenant("dan", "milk");

    private final ManualTime time = new ManualTime();
    private final TenantHealth tenants = new TenantHealth(Duration.ofMinutes(15), time);
    private final OutageScope proof = new OutageScope(tenants, Duration.ofMinutes(15), time);

    @Test
    void a_write_of_another_since_then_proves_that_the_trouble_is_theirs() {
        var since = time.instant();
        tenants.wrote(ANN);

        assertThat(proof.on(shut(PauseCause.PROVIDER, BOB, CYD), since)).isEqualTo(Verdict.THEIRS_ALONE);
    }

    @Test
    void a_write_of_the_same_tenant_since_then_proves_that_the_trouble_is_that_of_single_memories() {
        var since = time.instant();
        tenants.wrote(BOB);

        assertThat(proof.on(shut(PauseCause.STORE, BOB), since)).isEqualTo(Verdict.THEIRS_ALONE);
    }

    @Test
    void without_a_write_it_is_waited_for_one() throws BatchCancelledException {
        var since = time.instant();

        time.pause(Duration.ofMinutes(14));
        assertThat(proof.on(shut(PauseCause.STORE, BOB), since)).isEqualTo(Verdict.OPEN);
        time.pause(Duration.ofMinutes(1));
        assertThat(proof.on(shut(PauseCause.STORE, BOB), since)).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void as_many_others_served_not_long_ago_prove_it_too() throws BatchCancelledException {
        tenants.wrote(ANN);
        tenants.wrote(DAN);
        var since = afterASecond();

        assertThat(proof.on(shut(PauseCause.STORE, BOB, CYD), since)).isEqualTo(Verdict.THEIRS_ALONE);
    }

    @Test
    void fewer_others_do_not() throws BatchCancelledException {
        tenants.wrote(ANN);
        var since = afterASecond();

        assertThat(proof.on(shut(PauseCause.STORE, BOB, CYD), since)).isEqualTo(Verdict.OPEN);
    }

    @Test
    void others_who_were_served_earlier_than_those_in_trouble_prove_nothing() throws BatchCancelledException {
        tenants.wrote(ANN);
        afterASecond();
        tenants.wrote(BOB);
        var since = afterASecond();

        assertThat(proof.on(shut(PauseCause.STORE, BOB), since)).isEqualTo(Verdict.OPEN);
    }

    @Test
    void of_a_provider_a_write_of_not_long_ago_says_nothing() throws BatchCancelledException {
        tenants.wrote(ANN);
        var since = afterASecond();

        assertThat(proof.on(shut(PauseCause.PROVIDER, BOB), since)).isEqualTo(Verdict.OPEN);
    }

    @Test
    void what_was_served_before_another_came_into_trouble_says_nothing() throws BatchCancelledException {
        tenants.wrote(ANN);
        afterASecond();
        tenants.troubled(CYD);
        var since = afterASecond();

        assertThat(proof.on(shut(PauseCause.STORE, BOB), since)).isEqualTo(Verdict.OPEN);
    }

    @Test
    void what_was_served_before_an_outage_says_nothing() throws BatchCancelledException {
        tenants.wrote(ANN);
        var since = afterASecond();
        tenants.forget();

        assertThat(proof.on(shut(PauseCause.STORE, BOB), since)).isEqualTo(Verdict.OPEN);
    }

    @Test
    void who_is_in_trouble_is_known_while_others_are_served() throws BatchCancelledException {
        tenants.wrote(ANN);
        tenants.troubled(BOB);

        assertThat(tenants.isTroubled(BOB)).isTrue();
        time.pause(Duration.ofMinutes(16));
        assertThat(tenants.isTroubled(BOB)).isFalse();
    }

    @Test
    void a_write_ends_the_trouble() {
        tenants.wrote(ANN);
        tenants.troubled(BOB);

        tenants.wrote(BOB);

        assertThat(tenants.isTroubled(BOB)).isFalse();
    }

    private Instant afterASecond() throws BatchCancelledException {
        time.pause(Duration.ofSeconds(1));
        return time.instant();
    }

    private static List<Shut> shut(PauseCause cause, Tenant... failing) {
        var partition = new Partition();
        var id = 1;
        for (var tenant : failing) {
            partition.live(change(memory(id++, tenant), 1));
        }
        var reader = new RecordDecoder();
        var messages = new Batch(partition.poll()).messages();
        return BatchPlan.of(messages.stream().map(reader::read).toList()).tasks().stream()
                .map(task -> new Shut(task, new IndexUnavailableException(cause, "no", null, null)))
                .toList();
    }
}
