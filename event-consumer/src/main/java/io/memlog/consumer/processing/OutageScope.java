package io.memlog.consumer.processing;

import static java.util.stream.Collectors.toSet;

import io.memlog.consumer.PauseCause;
import io.memlog.consumer.processing.ApplyResult.Shut;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Tells whether a trouble that the probe knows nothing of is that of some memories alone, or everybody's.
final class OutageScope {

    private final TenantHealth tenants;
    private final Duration patience;
    private final Clock clock;

    /// @param patience how long to wait for a proof
    OutageScope(TenantHealth tenants, Duration patience, Clock clock) {
        this.tenants = tenants;
        this.patience = patience;
        this.clock = clock;
    }

    enum Verdict {
        /// The store works for others.
        THEIRS_ALONE,
        /// Nothing is proven, and it has been waited for long enough.
        UNKNOWN,
        OPEN
    }

    /// @param since when the trouble began
    Verdict on(List<Shut> shut, Instant since) {
        if (tenants.anybodyWroteSince(since) || areFewOfMany(shut)) {
            return Verdict.THEIRS_ALONE;
        }
        return Duration.between(since, clock.instant()).compareTo(patience) < 0 ? Verdict.OPEN : Verdict.UNKNOWN;
    }

    /// A batch that holds nobody else's memories proves nothing by itself. Then it counts that as many others were
    /// served not long ago, later than those who are not any more, unless somebody came into trouble after them: a
    /// store that fails for one after the other fails for all. Of a provider such writes say nothing.
    private boolean areFewOfMany(List<Shut> shut) {
        var failing = shut.stream().map(each -> each.task().tenant()).collect(toSet());
        return shut.stream().allMatch(each -> each.cause().unavailableDependency() == PauseCause.STORE)
                && tenants.othersServedAfter(failing) >= failing.size()
                && tenants.othersWroteLast(failing);
    }
}
