package io.memlog.consumer.processing;

import static java.util.stream.Collectors.toSet;

import io.memlog.consumer.PauseCause;
import io.memlog.consumer.processing.ApplyResult.UnavailableTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Determines whether a failure that the probe does not see affects some tenants only or the whole store.
///
/// | since the failure began | verdict |
/// |---|---|
/// | a write of any tenant succeeded | `TENANT_ONLY` |
/// | none did, but enough other tenants were written shortly before | `TENANT_ONLY` |
/// | neither, less than the timeout ago | `PENDING` |
/// | neither, at least the timeout ago | `UNDETERMINED` |
final class OutageScope {

    private final TenantHealth tenants;
    private final Duration timeout;
    private final Clock clock;

    OutageScope(TenantHealth tenants, Duration timeout, Clock clock) {
        this.tenants = tenants;
        this.timeout = timeout;
        this.clock = clock;
    }

    enum Verdict {
        TENANT_ONLY,
        UNDETERMINED,
        PENDING
    }

    /// @param since when the failure began
    Verdict determine(List<UnavailableTask> unavailable, Instant since) {
        if (tenants.anyWriteSince(since) || mostTenantsHealthy(unavailable)) {
            return Verdict.TENANT_ONLY;
        }
        return Duration.between(since, clock.instant()).compareTo(timeout) < 0 ? Verdict.PENDING : Verdict.UNDETERMINED;
    }

    /// Decides for a batch with records of the failing tenants only. Earlier writes of others are no evidence
    /// if a tenant became unhealthy after them, because a store that fails for one tenant after the other
    /// fails for all, nor if the provider is unavailable.
    private boolean mostTenantsHealthy(List<UnavailableTask> unavailable) {
        var failing = unavailable.stream().map(each -> each.task().tenant()).collect(toSet());
        return unavailable.stream().allMatch(each -> each.cause().unavailableDependency() == PauseCause.STORE)
                && tenants.countOthersWrittenAfter(failing) >= failing.size()
                && tenants.othersWroteAfterLastFailure(failing);
    }
}
