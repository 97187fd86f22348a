package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.topic.Projection;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Reports the number of open findings of each index. Searches work regardless, so this is `DEGRADED` and never
/// `DOWN`. Findings are counted in the background, so that a scrape does not wait for PostgreSQL.
@Component
final class SyncHealthIndicator implements HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(SyncHealthIndicator.class);
    private static final Status DEGRADED = new Status("DEGRADED");

    private final FindingRepository findings;
    private final CheckRunRepository runs;
    private final SyncMeters meters;
    private final Clock clock;
    private volatile List<Finding.Count> latest = List.of();

    SyncHealthIndicator(FindingRepository findings, CheckRunRepository runs, SyncMeters meters, Clock clock) {
        this.findings = findings;
        this.runs = runs;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public Health health() {
        var health = new Health.Builder().up();
        for (var projection : Projection.values()) {
            var open = open(projection);
            health.withDetail(projection.wireName(), open);
            if (open > 0) {
                health.status(DEGRADED);
            }
        }
        return health.build();
    }

    /// While PostgreSQL is unavailable the last counts stay.
    @Scheduled(fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
    void count() {
        try {
            latest = findings.count();
            Map<Projection, Duration> ages = new EnumMap<>(Projection.class);
            runs.last()
                    .forEach((projection, run) ->
                            ages.put(projection, Duration.between(run.endedAt(), clock.instant())));
            meters.update(latest, ages);
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("The findings could not be counted");
        }
    }

    private long open(Projection projection) {
        return latest.stream()
                .filter(count -> count.state() == FindingState.OPEN && count.projection() == projection)
                .mapToLong(Finding.Count::findings)
                .sum();
    }
}
