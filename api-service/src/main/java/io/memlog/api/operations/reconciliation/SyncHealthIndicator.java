package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.topic.Projection;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/// Shows about how many memories each index disagrees with the log, as far as that was found. Searches work
/// all the same, so this is degradation and no failure.
@Component
final class SyncHealthIndicator implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final FindingCounter watch;

    SyncHealthIndicator(FindingCounter watch) {
        this.watch = watch;
    }

    @Override
    public Health health() {
        var health = new Health.Builder().status(open(null) == 0 ? Status.UP : DEGRADED);
        for (var projection : Projection.values()) {
            health.withDetail(projection.wireName(), open(projection));
        }
        return health.build();
    }

    private long open(@Nullable Projection projection) {
        return watch.latest().stream()
                .filter(count -> count.state() == FindingState.OPEN)
                .filter(count -> projection == null || count.projection() == projection)
                .mapToLong(FindingCount::findings)
                .sum();
    }
}
