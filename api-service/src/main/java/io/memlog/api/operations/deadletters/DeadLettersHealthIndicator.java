package io.memlog.api.operations.deadletters;

import io.memlog.eventstore.lifecycle.DependencyHealth;
import io.memlog.eventstore.lifecycle.DependencyHealth.Dependency;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/// Reports actionable dead letters, and an indexer that lags or misses a dependency. Memory logs are stored
/// regardless, so this is `DEGRADED` and never `DOWN`. Each change of a dependency is logged once.
@Component
public final class DeadLettersHealthIndicator implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");
    private static final long UNKNOWN = -1;

    /// More than a burst of failures leaves behind for longer than a moment.
    private static final long MAX_HEALTHY_LAG = 1_000;

    private final DeadLetterMeters meters;
    private final Clock clock;
    private final DependencyHealth dependencies = new DependencyHealth("the index of dead letters");
    private volatile long lag = UNKNOWN;

    DeadLettersHealthIndicator(DeadLetterMeters meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
        meters.observeLag(() -> lag);
    }

    public void failed(Dependency dependency, Throwable cause) {
        meters.countIndexError(dependency.wireName());
        lag = UNKNOWN;
        dependencies.failed(dependency, cause);
    }

    public void recovered(Dependency dependency) {
        dependencies.recovered(dependency);
    }

    /// @param records of the dead-letter topics that are not indexed yet
    public void updateLag(long records) {
        lag = records;
    }

    @Override
    public Health health() {
        var counts = meters.latest();
        var problems = problems();
        var isActionable = counts.of(DeadLetterState.OPEN) + counts.of(DeadLetterState.PARKED) > 0;
        var health = new Health.Builder()
                .status(problems.isEmpty() && !isActionable ? Status.UP : DEGRADED)
                .withDetail("open", counts.of(DeadLetterState.OPEN))
                .withDetail("replaying", counts.of(DeadLetterState.REPLAYING))
                .withDetail("parked", counts.of(DeadLetterState.PARKED))
                .withDetail(
                        "oldest_age_seconds", counts.oldestAge(clock.instant()).toSeconds())
                .withDetail("index_lag", Math.max(0, lag));
        return (problems.isEmpty() ? health : health.withDetail("trouble", String.join("; ", problems))).build();
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        var outage = dependencies.describe();
        if (outage != null) {
            problems.add("the index of dead letters waits for " + outage);
        }
        if (lag > MAX_HEALTHY_LAG) {
            problems.add("the index of dead letters is " + lag + " messages behind");
        }
        return problems;
    }
}
