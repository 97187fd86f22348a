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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

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

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterMeters.class);
    private static final String PREFIX = "memlog.dead.letters";

    /// Counted from zero, so that a rate sees the first one.
    private static final List<String> REPLAY_OUTCOMES = List.of("requested", "replayed", "skipped", "failed", "parked");

    private static final List<String> INDEX_PARTS = List.of("kafka", "postgres", "message");
    private static final int MAX_REASONS = 50;
    private static final String OTHER_REASONS = "other";
    private static final List<DeadLetterState> STATES =
            List.of(DeadLetterState.OPEN, DeadLetterState.REPLAYING, DeadLetterState.PARKED);

    private final MeterRegistry registry;
    private final DeadLetterReadRepository repository;
    private final Clock clock;
    private final MultiGauge deadLetters;
    private final Map<Tags, Long> series = new LinkedHashMap<>();
    private volatile DeadLetterCounts latest = DeadLetterCounts.NONE;

    DeadLetterMeters(MeterRegistry registry, DeadLetterReadRepository repository, Clock clock) {
        this.registry = registry;
        this.repository = repository;
        this.clock = clock;
        this.deadLetters = MultiGauge.builder(PREFIX)
                .description("dead letters that are open, replaying or parked")
                .register(registry);
        INDEX_PARTS.forEach(this::indexErrors);
        for (var consumer : Projection.values()) {
            REPLAY_OUTCOMES.forEach(outcome -> replays(consumer, outcome));
            addSeries(consumer, Failure.Cause.UNCLASSIFIED, RetryClass.PERMANENT);
            TimeGauge.builder(PREFIX + ".oldest.age", () -> oldestAge(consumer), TimeUnit.MILLISECONDS)
                    .description("age of the oldest open, replaying or parked dead letter")
                    .tag("consumer", consumer.wireName())
                    .register(registry);
        }
        update(DeadLetterCounts.NONE);
    }

    /// Counts in the background, so that neither a request nor a scrape waits for PostgreSQL.
    @Scheduled(fixedDelayString = "${memlog.dead-letters.count-interval:5s}")
    void count() {
        try {
            update(repository.count());
        } catch (RuntimeException e) {
            LOG.debug("The dead letters could not be counted", e);
        }
    }

    /// The last counts; while PostgreSQL is unavailable those from before.
    DeadLetterCounts latest() {
        return latest;
    }

    /// A series that is no longer counted goes back to 0.
    private synchronized void update(DeadLetterCounts counts) {
        latest = counts;
        series.replaceAll((_, _) -> 0L);
        counts.rows().forEach(row -> series.merge(series(row), row.deadLetters(), Long::sum));
        deadLetters.register(
                series.entrySet().stream()
                        .map(entry -> MultiGauge.Row.of(entry.getKey(), entry.getValue()))
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

    /// Drops the counts of a transaction that is rolled back.
    static void afterCommit(Runnable count) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                count.run();
            }
        });
    }

    void countFailedReplay(Projection consumer, boolean parked) {
        countReplay(consumer, "failed");
        if (parked) {
            countReplay(consumer, "parked");
        }
    }

    /// @param part `kafka`, `postgres` or `message`
    public void countIndexError(String part) {
        indexErrors(part).increment();
    }

    /// @param lag negative while unknown
    void observeLag(LongSupplier lag) {
        Gauge.builder(PREFIX + ".index.lag", () -> lag.getAsLong() < 0 ? Double.NaN : lag.getAsLong())
                .description("records of the dead-letter topics that are not indexed")
                .register(registry);
    }

    private Counter indexErrors(String part) {
        return Counter.builder(PREFIX + ".index.errors")
                .description("failures of the dead-letter indexer")
                .tag("part", part)
                .register(registry);
    }

    private void countReplay(Projection consumer, String outcome) {
        replays(consumer, outcome).increment();
    }

    private Counter replays(Projection consumer, String outcome) {
        return Counter.builder(PREFIX + ".replays")
                .description("requested replays of dead letters and their results")
                .tag("consumer", consumer.wireName())
                .tag("outcome", outcome)
                .register(registry);
    }

    private long oldestAge(Projection consumer) {
        return latest.oldestAge(clock.instant(), consumer).toMillis();
    }

    /// Bounds the number of reasons, which any system that writes to a dead-letter topic can invent.
    private Tags series(DeadLetterCounts.Row row) {
        var own = tags(row.consumer(), row.reason(), row.retryClass(), row.state());
        var isOwn = series.containsKey(own) || series.size() < MAX_REASONS * STATES.size();
        var reason = isOwn ? row.reason() : OTHER_REASONS;
        addSeries(row.consumer(), reason, row.retryClass());
        return tags(row.consumer(), reason, row.retryClass(), row.state());
    }

    private void addSeries(Projection consumer, String reason, RetryClass retryClass) {
        STATES.forEach(state -> series.putIfAbsent(tags(consumer, reason, retryClass, state), 0L));
    }

    private static Tags tags(Projection consumer, String reason, RetryClass retryClass, DeadLetterState state) {
        return Tags.of(
                "consumer", consumer.wireName(),
                "reason", reason,
                "retry_class", retryClass.wireName(),
                "state", state.wireName());
    }
}
