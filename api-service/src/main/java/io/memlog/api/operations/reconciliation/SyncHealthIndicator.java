package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.reconciliation.CheckRunRepository.CheckRun;
import io.memlog.schemas.topic.Projection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// The open findings of each index as health, and the meters of the consistency check. Searches work regardless, so
/// the health is `DEGRADED` and never `DOWN`. Findings are counted in the background, so that a scrape does not wait
/// for PostgreSQL.
///
/// - `memlog.sync.findings` (tags `projection`, `kind`): open findings
/// - `memlog.sync.checked` (tag `projection`): compared memories
/// - `memlog.sync.memory.milliseconds` (tag `projection`): the duration of comparing one memory, page by page
/// - `memlog.sync.last.check.age` (tag `projection`): seconds since the last complete check; NaN before the first
@Component
final class SyncHealthIndicator implements HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(SyncHealthIndicator.class);
    private static final Status DEGRADED = new Status("DEGRADED");
    private static final double NANOS_PER_MILLISECOND = 1e6;

    private final FindingRepository findings;
    private final CheckRunRepository runs;
    private final MeterRegistry registry;
    private final Clock clock;
    private volatile Map<Finding.Group, Long> latest = Map.of();
    private volatile Map<Projection, CheckRun> lastRuns = Map.of();

    SyncHealthIndicator(FindingRepository findings, CheckRunRepository runs, MeterRegistry registry, Clock clock) {
        this.findings = findings;
        this.runs = runs;
        this.registry = registry;
        this.clock = clock;
        for (var projection : Projection.values()) {
            for (var kind : Discrepancy.Kind.values()) {
                Gauge.builder("memlog.sync.findings", () -> open(projection, kind))
                        .description("open findings")
                        .tag("projection", projection.wireName())
                        .tag("kind", kind.wireName())
                        .register(registry);
            }
            Gauge.builder("memlog.sync.last.check.age", () -> secondsSinceLastCheck(projection))
                    .description("age of the last complete check")
                    .baseUnit("seconds")
                    .tag("projection", projection.wireName())
                    .register(registry);
        }
    }

    /// While PostgreSQL is unavailable the last counts stay.
    @Scheduled(fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
    void count() {
        try {
            latest = findings.count();
            lastRuns = runs.last();
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("The findings could not be counted");
        }
    }

    @Override
    public Health health() {
        var health = new Health.Builder().up();
        for (var projection : Projection.values()) {
            var open = Arrays.stream(Discrepancy.Kind.values())
                    .mapToLong(kind -> open(projection, kind))
                    .sum();
            health.withDetail(projection.wireName(), open);
            if (open > 0) {
                health.status(DEGRADED);
            }
        }
        return health.build();
    }

    private long open(Projection projection, Discrepancy.Kind kind) {
        return latest.getOrDefault(new Finding.Group(projection, kind, Finding.State.OPEN), 0L);
    }

    void compared(Projection projection, long memories, long nanos) {
        if (memories > 0) {
            Counter.builder("memlog.sync.checked")
                    .description("compared memories")
                    .tag("projection", projection.wireName())
                    .register(registry)
                    .increment((double) memories);
            DistributionSummary.builder("memlog.sync.memory.milliseconds")
                    .description("duration of comparing one memory")
                    .tag("projection", projection.wireName())
                    .register(registry)
                    .record(nanos / NANOS_PER_MILLISECOND / (double) memories);
        }
    }

    private double secondsSinceLastCheck(Projection projection) {
        var last = lastRuns.get(projection);
        return last == null
                ? Double.NaN
                : Duration.between(last.endedAt(), clock.instant()).toMillis() / 1000.0;
    }
}
