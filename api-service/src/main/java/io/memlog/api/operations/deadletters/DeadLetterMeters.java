package io.memlog.api.operations.deadletters;

import io.memlog.schemas.topic.Projection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.springframework.stereotype.Component;

/// The meters of dead letters.
///
/// - `memlog.dead.letters` (tags `consumer`, `reason`, `state`): letters that are `open`, `replaying` or `parked`
/// - `memlog.dead.letters.oldest.age` (tag `consumer`): how long the oldest of them has been waiting; 0 when none
/// - `memlog.dead.letters.replays` (tags `consumer`, `outcome`): replays `requested`, and what became of them:
///   `replayed`, `skipped`, `failed`; `parked` counts the letters that failed too often
/// - `memlog.dead.letters.index.lag`: messages of the dead-letter topics that are not indexed yet; NaN while unknown
/// - `memlog.dead.letters.index.errors` (tag `part`): what kept the index from following: `kafka`, `postgres`, or
///   a `message` that could not be indexed whole
@Component
public final class DeadLetterMeters {

    private static final String PREFIX = "memlog.dead.letters";
    private static final int MOST_REASONS = 50;
    private static final String OTHER_REASONS = "other";
    private static final List<DeadLetterState> SHOWN =
            List.of(DeadLetterState.OPEN, DeadLetterState.REPLAYING, DeadLetterState.PARKED);

    /// The tags of one gauge.
    private record Tags(Projection consumer, String reason, DeadLetterState state) {}

    private final MeterRegistry registry;
    private final Map<Tags, AtomicLong> letters = new ConcurrentHashMap<>();
    private final Map<Projection, AtomicLong> oldest = new EnumMap<>(Projection.class);
    private final Clock clock;

    DeadLetterMeters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        for (var consumer : Projection.values()) {
            showReason(consumer, FailureReason.UNCLASSIFIED);
            var age = new AtomicLong();
            oldest.put(consumer, age);
            TimeGauge.builder(PREFIX + ".oldest.age", age::get, TimeUnit.MILLISECONDS)
                    .description("how long the oldest unsettled letter has been waiting")
                    .tag("consumer", consumer.wireName())
                    .register(registry);
        }
    }

    /// Shows what was counted; what is no longer there goes back to 0.
    void counted(DeadLetterCounts counts) {
        var now = clock.instant();
        oldest.forEach((consumer, age) -> age.set(counts.oldest(consumer)
                .map(first -> Math.max(0, Duration.between(first, now).toMillis()))
                .orElse(0L)));
        Map<Tags, Long> sums = new ConcurrentHashMap<>();
        counts.rows()
                .forEach(row -> sums.merge(
                        new Tags(row.consumer(), shown(row.consumer(), row.reason()), row.state()),
                        row.letters(),
                        Long::sum));
        letters.forEach((tags, gauge) -> gauge.set(sums.getOrDefault(tags, 0L)));
    }

    void noted(DeadLetterFactRepository.Noted noted) {
        if (noted.consumer() != null) {
            switch (noted.event()) {
                case DeadLetterEvent.ReplayRequested _ -> outcome(noted.consumer(), "requested");
                case DeadLetterEvent.Replayed _ -> outcome(noted.consumer(), "replayed");
                case DeadLetterEvent.Skipped _ -> outcome(noted.consumer(), "skipped");
                case DeadLetterEvent.Discarded _, DeadLetterEvent.Superseded _ -> {}
            }
        }
    }

    /// A replay failed.
    public void failed(Projection consumer, boolean parked) {
        outcome(consumer, "failed");
        if (parked) {
            outcome(consumer, "parked");
        }
    }

    /// @param part `kafka`, `postgres` or `message`
    public void indexError(String part) {
        Counter.builder(PREFIX + ".index.errors")
                .description("what kept the index of dead letters from following")
                .tag("part", part)
                .register(registry)
                .increment();
    }

    /// @param lag negative while it is not known
    public void observeLag(LongSupplier lag) {
        Gauge.builder(PREFIX + ".index.lag", () -> lag.getAsLong() < 0 ? Double.NaN : lag.getAsLong())
                .description("messages of the dead-letter topics that are not indexed yet")
                .register(registry);
    }

    private void outcome(Projection consumer, String outcome) {
        Counter.builder(PREFIX + ".replays")
                .description("replays of dead letters, and what became of them")
                .tag("consumer", consumer.wireName())
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    /// The reason's own name, as long as there are not too many of them.
    private String shown(Projection consumer, String reason) {
        var isKnown = letters.containsKey(new Tags(consumer, reason, DeadLetterState.OPEN));
        var name = isKnown || letters.size() < MOST_REASONS * SHOWN.size() ? reason : OTHER_REASONS;
        showReason(consumer, name);
        return name;
    }

    private void showReason(Projection consumer, String reason) {
        for (var state : SHOWN) {
            letters.computeIfAbsent(new Tags(consumer, reason, state), tags -> {
                var value = new AtomicLong();
                Gauge.builder(PREFIX, value::get)
                        .description("dead letters that are not settled")
                        .tag("consumer", consumer.wireName())
                        .tag("reason", reason)
                        .tag("state", state.wireName())
                        .register(registry);
                return value;
            });
        }
    }
}
