package io.memlog.consumer.batch;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.PauseCause;
import io.memlog.schemas.memory.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// How long tenants whose writes fail may hold up the others while the store answers.
final class Patience {

    private final OutageProperties settings;
    private final Tenants tenants;
    private final Clock clock;

    Patience(OutageProperties settings, Tenants tenants, Clock clock) {
        this.settings = settings;
        this.tenants = tenants;
        this.clock = clock;
    }

    Instant start() {
        return clock.instant();
    }

    /// Whether it is over for those who have been failing since then. It is over at once for tenants known
    /// to be in trouble, and lasts long while no write of anybody else proves that the trouble is theirs
    /// alone. For a single tenant a write of not long ago is proof enough, unless somebody else came into trouble
    /// after it: a store that fails for one after the other fails for all. Of a provider such a write says nothing.
    boolean isSpent(Instant since, Set<Tenant> failing, IndexUnavailableException cause) {
        var now = clock.instant();
        if (failing.stream().allMatch(tenants::isTroubled)) {
            return tenants.othersWroteSince(now.minus(settings.lonelyPatience()), failing);
        }
        var elapsed = Duration.between(since, now);
        return elapsed.compareTo(isTheirsAlone(since, failing, cause) ? settings.patience() : settings.lonelyPatience())
                >= 0;
    }

    private boolean isTheirsAlone(Instant since, Set<Tenant> failing, IndexUnavailableException cause) {
        return tenants.othersWroteSince(since, failing)
                || (failing.size() == 1
                        && cause.away() == PauseCause.STORE
                        && tenants.othersWroteSince(since.minus(settings.lonelyPatience()), failing)
                        && tenants.othersWroteLast(failing));
    }
}
