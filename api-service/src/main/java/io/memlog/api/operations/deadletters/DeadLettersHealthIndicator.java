package io.memlog.api.operations.deadletters;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/// Shows the letters that wait for an operator, and what keeps others from being shown. Memory logs are
/// stored all the same, so this is degradation and no failure.
@Component
final class DeadLettersHealthIndicator implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    /// More than any burst leaves behind for longer than a moment.
    private static final long MUCH_LAG = 1_000;

    private final DeadLetterCounter watch;
    private final IndexerHealth index;
    private final Clock clock;

    DeadLettersHealthIndicator(DeadLetterCounter watch, IndexerHealth index, Clock clock) {
        this.watch = watch;
        this.index = index;
        this.clock = clock;
    }

    @Override
    public Health health() {
        var counts = watch.latest();
        var troubles = troubles();
        var health = new Health.Builder()
                .status(troubles.isEmpty() && isQuiet(counts) ? Status.UP : DEGRADED)
                .withDetail("open", counts.of(DeadLetterState.OPEN))
                .withDetail("replaying", counts.of(DeadLetterState.REPLAYING))
                .withDetail("parked", counts.of(DeadLetterState.PARKED))
                .withDetail("oldest_age_seconds", oldestAge(counts).toSeconds())
                .withDetail("index_lag", Math.max(0, index.lag()));
        return (troubles.isEmpty() ? health : health.withDetail("trouble", String.join("; ", troubles))).build();
    }

    private List<String> troubles() {
        List<String> troubles = new ArrayList<>();
        if (index.trouble() != null) {
            troubles.add("the index of dead letters waits for " + index.trouble());
        }
        if (index.lag() > MUCH_LAG) {
            troubles.add("the index of dead letters is " + index.lag() + " messages behind");
        }
        return troubles;
    }

    private static boolean isQuiet(DeadLetterCounts counts) {
        return counts.of(DeadLetterState.OPEN) == 0 && counts.of(DeadLetterState.PARKED) == 0;
    }

    private Duration oldestAge(DeadLetterCounts counts) {
        return counts.oldest()
                .map(oldest -> Duration.between(oldest, clock.instant()))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }
}
