package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.topic.Projection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/// The meters of the consistency check.
///
/// - `memlog.sync.findings` (tags `projection`, `kind`): open findings
/// - `memlog.sync.checked` (tag `projection`): compared memories
/// - `memlog.sync.memory.milliseconds` (tag `projection`): the duration of comparing one memory, page by page
/// - `memlog.sync.last.check.age` (tag `projection`): seconds since the last complete check; NaN before the first
@Component
final class SyncMeters {

    private static final double NANOS_PER_MILLISECOND = 1e6;

    private record Tags(Projection projection, FindingKind kind) {}

    private final MeterRegistry registry;
    private final Map<Tags, AtomicLong> open = new ConcurrentHashMap<>();
    private final Map<Projection, Double> ages = new ConcurrentHashMap<>();

    SyncMeters(MeterRegistry registry) {
        this.registry = registry;
        for (var projection : Projection.values()) {
            for (var kind : FindingKind.values()) {
                var count = new AtomicLong();
                open.put(new Tags(projection, kind), count);
                Gauge.builder("memlog.sync.findings", count::get)
                        .description("open findings")
                        .tag("projection", projection.wireName())
                        .tag("kind", kind.wireName())
                        .register(registry);
            }
            Gauge.builder("memlog.sync.last.check.age", () -> ages.getOrDefault(projection, Double.NaN))
                    .description("age of the last complete check")
                    .baseUnit("seconds")
                    .tag("projection", projection.wireName())
                    .register(registry);
        }
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

    /// Shows the counts; what is no longer counted goes back to 0.
    void update(List<Finding.Count> counts, Map<Projection, Duration> sinceLastCheck) {
        open.forEach((tags, shown) -> shown.set(counts.stream()
                .filter(count -> count.state() == FindingState.OPEN)
                .filter(count -> new Tags(count.projection(), count.kind()).equals(tags))
                .mapToLong(Finding.Count::findings)
                .sum()));
        sinceLastCheck.forEach((projection, age) -> ages.put(projection, age.toMillis() / 1000.0));
    }
}
