package io.memlog.api.operations.deadletters;

import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// How many letters are not settled: open, replaying or parked.
public record DeadLetterCounts(List<Row> rows) {

    /// Letters that agree in all of this.
    ///
    /// @param oldest when the first of them was seen first
    public record Row(Projection consumer, String reason, DeadLetterState state, long letters, Instant oldest) {}

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

    /// When the oldest of all was seen first.
    public Optional<Instant> oldest() {
        return oldest(row -> true);
    }

    /// When the oldest of this consumer's was seen first.
    public Optional<Instant> oldest(Projection consumer) {
        return oldest(row -> row.consumer() == consumer);
    }

    private Optional<Instant> oldest(Predicate<Row> which) {
        return rows.stream().filter(which).map(Row::oldest).min(Comparator.naturalOrder());
    }

    private long sum(Predicate<Row> which) {
        return rows.stream().filter(which).mapToLong(Row::letters).sum();
    }
}
