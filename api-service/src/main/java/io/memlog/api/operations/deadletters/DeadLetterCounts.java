package io.memlog.api.operations.deadletters;

import io.memlog.schemas.message.RetryClass;
import io.memlog.schemas.topic.Projection;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// The number of open, replaying and parked dead letters.
public record DeadLetterCounts(List<Row> rows) {

    /// @param oldest the time of the first failure of the oldest of them
    public record Row(
            Projection consumer,
            String reason,
            RetryClass retryClass,
            DeadLetterState state,
            long deadLetters,
            Instant oldest) {}

    public static final DeadLetterCounts NONE = new DeadLetterCounts(List.of());

    public DeadLetterCounts {
        rows = List.copyOf(rows);
    }

    public long of(DeadLetterState state) {
        return sum(row -> row.state() == state);
    }

    public long of(Projection consumer, DeadLetterState state) {
        return sum(row -> row.consumer() == consumer && row.state() == state);
    }

    /// The time since the first failure of the oldest dead letter; zero when there is none.
    public Duration oldestAge(Instant now) {
        return oldestAge(now, _ -> true);
    }

    public Duration oldestAge(Instant now, Projection consumer) {
        return oldestAge(now, row -> row.consumer() == consumer);
    }

    private Duration oldestAge(Instant now, Predicate<Row> condition) {
        return rows.stream()
                .filter(condition)
                .map(row -> Duration.between(row.oldest(), now))
                .filter(Duration::isPositive)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private long sum(Predicate<Row> condition) {
        return rows.stream().filter(condition).mapToLong(Row::deadLetters).sum();
    }
}
