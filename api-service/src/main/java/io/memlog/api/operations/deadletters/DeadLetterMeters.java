package io.memlog.api.operations.deadletters;

import io.memlog.schemas.message.RetryClass;
import io.memlog.schemas.topic.Projection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.springframework.stereotype.Component;

/// The meters of dead letters.
///
/// - `memlog.dead.letters` (tags `consumer`, `reason`, `retry_class`, `state`): `open`, `replaying` and `parked` dead
/// letters
/// - `memlog.dead.letters.oldest.age` (tag `consumer`): the age of the oldest of them; 0 when there is none
/// - `memlog.dead.letters.replays` (tags `consumer`, `outcome`): replays `requested`, and their results
///   `replayed`, `skipped`, `failed`; `parked` counts dead letters whose replays failed too often
/// - `memlog.dead.letters.index.lag`: records of the dead-letter topics that are not indexed; NaN while unknown
/// - `memlog.dead.letters.index.errors` (tag `part`): failures of the indexer: `kafka`, `postgres`, or a
///   `message` that could not be indexed completely
@Component
public final class DeadLetterMeters {

    private static final String PREFIX = "memlog.dead.letters";
    private static final int MAX_REASONS = 50;
    private static final String OTHER_REASONS = "other";
    private static final List<DeadLetterState> STATES =
            List.of(DeadLetterState.OPEN, DeadLetterState.REPLAYING, DeadLetterState.PARKED);

    private record Source(Projection consumer, String reason, RetryClass retryClass) {}

    private record Series(Source source, DeadLetterState state) {}

    private final MeterRegistry registry;
    private final MultiGauge deadLetters;
    private final Set<Source> sources = new LinkedHashSet<>();
    private final Clock clock;
    private volatile DeadLetterCounts counts = DeadLetterCounts.NONE;

    DeadLetterMeters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        this.deadLetters = MultiGauge.builder(PREFIX)
                .description("dead letters that are open, replaying or parked")
                .register(registry);
        for (var consumer : Projection.values()) {
            sources.add(new Source(consumer, Failure.Cause.UNCLASSIFIED, RetryClass.PERMANENT));
            TimeGauge.builder(PREFIX + ".oldest.age", () -> oldestAge(consumer), TimeUnit.MILLISECONDS)
                    .description("age of the oldest open, replaying or parked dead letter")
                    .tag("consumer", consumer.wireName())
                    .register(registry);
        }
        update(DeadLetterCounts.NONE);
    }

    /// Shows the counts; a series that is no longer counted goes back to 0.
    synchronized void update(DeadLetterCounts latest) {
        counts = latest;
        Map<Series, Long> sums = new LinkedHashMap<>();
        latest.rows().forEach(row -> sums.merge(new Series(source(row), row.state()), row.deadLetters(), Long::sum));
        deadLetters.register(
                sources.stream()
                        .flatMap(source -> STATES.stream().map(state -> new Series(source, state)))
                        .map(series -> MultiGauge.Row.of(tags(series), sums.getOrDefault(series, 0L)))
                        .toList(),
                true);
    }

    void count(DeadLetterEvent event, Projection consumer) {
        switch (event) {
            case DeadLetterEvent.ReplayRequested _ -> countReplay(consumer, "requested");
            case DeadLetterEvent.Replayed _ -> countReplay(consumer, "replayed");
            case DeadLetterEvent.Skipped _ -> countReplay(consumer, "skipped");
            case DeadLetterEvent.Discarded _, DeadLetterEvent.Superseded _ -> {}
        }
    }

    public void countFailedReplay(Projection consumer, boolean parked) {
        countReplay(consumer, "failed");
        if (parked) {
            countReplay(consumer, "parked");
        }
    }

    /// @param part `kafka`, `postgres` or `message`
    public void countIndexError(String part) {
        Counter.builder(PREFIX + ".index.errors")
                .description("failures of the dead-letter indexer")
                .tag("part", part)
                .register(registry)
                .increment();
    }

    /// @param lag negative while unknown
    void observeLag(LongSupplier lag) {
        Gauge.builder(PREFIX + ".index.lag", () -> lag.getAsLong() < 0 ? Double.NaN : lag.getAsLong())
                .description("records of the dead-letter topics that are not indexed")
                .register(registry);
    }

    private void countReplay(Projection consumer, String outcome) {
        Counter.builder(PREFIX + ".replays")
                .description("requested replays of dead letters and their results")
                .tag("consumer", consumer.wireName())
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    private long oldestAge(Projection consumer) {
        return counts.oldest(consumer)
                .map(oldest ->
                        Math.max(0, Duration.between(oldest, clock.instant()).toMillis()))
                .orElse(0L);
    }

    /// Bounds the number of reasons, which any system that writes to a dead-letter topic can invent.
    private Source source(DeadLetterCounts.Row row) {
        var own = new Source(row.consumer(), row.reason(), row.retryClass());
        var source = sources.contains(own) || sources.size() < MAX_REASONS
                ? own
                : new Source(row.consumer(), OTHER_REASONS, row.retryClass());
        sources.add(source);
        return source;
    }

    private static Tags tags(Series series) {
        return Tags.of(
                "consumer", series.source().consumer().wireName(),
                "reason", series.source().reason(),
                "retry_class", series.source().retryClass().wireName(),
                "state", series.state().wireName());
    }
}
