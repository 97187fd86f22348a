package io.memlog.consumer.processing;

import static io.memlog.consumer.Messages.ANN;
import static io.memlog.consumer.Messages.BOB;
import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.memory;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.PauseCause;
import io.memlog.consumer.processing.ApplyResult.UnavailableTask;
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
    private final OutageScope scope = new OutageScope(tenants, Duration.ofMinutes(15), time);

    @Test
    void a_later_write_of_another_tenant_means_tenant_only() {
        var since = time.instant();
        tenants.recordWrite(ANN);

        assertThat(scope.determine(unavailable(PauseCause.PROVIDER, BOB, CYD), since))
                .isEqualTo(Verdict.TENANT_ONLY);
    }

    @Test
    void a_later_write_of_the_same_tenant_means_tenant_only() {
        var since = time.instant();
        tenants.recordWrite(BOB);

        assertThat(scope.determine(unavailable(PauseCause.STORE, BOB), since)).isEqualTo(Verdict.TENANT_ONLY);
    }

    @Test
    void without_a_write_the_verdict_is_pending_until_the_timeout() throws BatchCancelledException {
        var since = time.instant();

        time.sleep(Duration.ofMinutes(14));
        assertThat(scope.determine(unavailable(PauseCause.STORE, BOB), since)).isEqualTo(Verdict.PENDING);
        time.sleep(Duration.ofMinutes(1));
        assertThat(scope.determine(unavailable(PauseCause.STORE, BOB), since)).isEqualTo(Verdict.UNDETERMINED);
    }

    @Test
    void as_many_recently_written_tenants_mean_tenant_only() throws BatchCancelledException {
        tenants.recordWrite(ANN);
        tenants.recordWrite(DAN);
        var since = aSecondLater();

        assertThat(scope.determine(unavailable(PauseCause.STORE, BOB, CYD), since))
                .isEqualTo(Verdict.TENANT_ONLY);
    }

    @Test
    void fewer_recently_written_tenants_do_not() throws BatchCancelledException {
        tenants.recordWrite(ANN);
        var since = aSecondLater();

        assertThat(scope.determine(unavailable(PauseCause.STORE, BOB, CYD), since))
                .isEqualTo(Verdict.PENDING);
    }

    @Test
    void tenants_written_before_the_failing_one_do_not_count() throws BatchCancelledException {
        tenants.recordWrite(ANN);
        aSecondLater();
        tenants.recordWrite(BOB);
        var since = aSecondLater();

        assertThat(scope.determine(unavailable(PauseCause.STORE, BOB), since)).isEqualTo(Verdict.PENDING);
    }

    @Test
    void a_recent_write_does_not_count_while_the_provider_is_unavailable() throws BatchCancelledException {
        tenants.recordWrite(ANN);
        var since = aSecondLater();

        assertThat(scope.determine(unavailable(PauseCause.PROVIDER, BOB), since))
                .isEqualTo(Verdict.PENDING);
    }

    @Test
    void a_write_before_another_tenant_became_unhealthy_does_not_count() throws BatchCancelledException {
        tenants.recordWrite(ANN);
        aSecondLater();
        tenants.markUnhealthy(CYD);
        var since = aSecondLater();

        assertThat(scope.determine(unavailable(PauseCause.STORE, BOB), since)).isEqualTo(Verdict.PENDING);
    }

    @Test
    void a_write_before_an_outage_does_not_count() throws BatchCancelledException {
        tenants.recordWrite(ANN);
        var since = aSecondLater();
        tenants.clear();

        assertThat(scope.determine(unavailable(PauseCause.STORE, BOB), since)).isEqualTo(Verdict.PENDING);
    }

    @Test
    void a_tenant_is_unhealthy_only_while_others_are_written() throws BatchCancelledException {
        tenants.recordWrite(ANN);
        tenants.markUnhealthy(BOB);

        assertThat(tenants.isUnhealthy(BOB)).isTrue();
        time.sleep(Duration.ofMinutes(16));
        assertThat(tenants.isUnhealthy(BOB)).isFalse();
    }

    @Test
    void a_write_makes_a_tenant_healthy() {
        tenants.recordWrite(ANN);
        tenants.markUnhealthy(BOB);

        tenants.recordWrite(BOB);

        assertThat(tenants.isUnhealthy(BOB)).isFalse();
    }

    private Instant aSecondLater() throws BatchCancelledException {
        time.sleep(Duration.ofSeconds(1));
        return time.instant();
    }

    private static List<UnavailableTask> unavailable(PauseCause cause, Tenant... failing) {
        var partition = new Partition();
        var id = 1;
        for (var tenant : failing) {
            partition.live(change(memory(id++, tenant), 1));
        }
        var decoder = new RecordDecoder();
        var messages = new Batch(partition.poll()).records();
        return BatchPlan.of(messages.stream().map(decoder::decode).toList()).tasks().stream()
                .map(task -> new UnavailableTask(task, new IndexUnavailableException(cause, "no", null, null)))
                .toList();
    }
}
