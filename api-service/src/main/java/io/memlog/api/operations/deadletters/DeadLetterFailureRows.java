package io.memlog.api.operations.deadletters;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.springframework.stereotype.Component;

/// The table `dead_letter_failure`.
@Component
final class DeadLetterFailureRows {

    /// Of one failure that was buried twice the earlier one stays, whichever comes first.
    private static final String ADD = """
            INSERT INTO dead_letter_failure AS known
                (letter_id, replay, at, reason, exception, message, attempts, topic, "partition", "offset")
            SELECT * FROM unnest(?::uuid[], ?::int[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::int[],
                                 ?::text[], ?::int[], ?::bigint[])
            ON CONFLICT (letter_id, replay) DO UPDATE
                SET at = excluded.at, reason = excluded.reason, exception = excluded.exception,
                    message = excluded.message, attempts = excluded.attempts,
                    topic = excluded.topic, "partition" = excluded."partition", "offset" = excluded."offset"
                WHERE (excluded.at, excluded.topic COLLATE "C", excluded."partition", excluded."offset")
                    < (known.at, known.topic COLLATE "C", known."partition", known."offset")
            RETURNING letter_id, replay, xmax = 0 AS fresh
            """;

    private static final String READ = """
            SELECT letter_id, replay, at, reason, exception, message, attempts, topic, "partition", "offset"
            FROM dead_letter_failure
            WHERE letter_id = ANY (?)
            """;

    /// A failure, and whose it is.
    record Row(DeadLetterId letter, Failure failure) {}

    private final DSLContext sql;

    DeadLetterFailureRows(DSLContext sql) {
        this.sql = sql;
    }

    /// Adds failures and returns those that nobody knew of.
    ///
    /// @param rows at most one for each letter and replay
    List<Row> add(Collection<Row> rows) {
        var byKey = rows.stream()
                .collect(Collectors.toMap(row -> Map.entry(row.letter, row.failure.replay()), Function.identity()));
        var added = sql.fetch(
                ADD,
                column(rows, row -> row.letter.value(), UUID[]::new),
                column(rows, row -> row.failure.replay(), Integer[]::new),
                column(rows, row -> DeadLetterRows.utc(row.failure.at()), OffsetDateTime[]::new),
                column(rows, row -> row.failure.cause().reason(), String[]::new),
                column(rows, row -> row.failure.cause().exception(), String[]::new),
                column(rows, row -> row.failure.cause().message(), String[]::new),
                column(rows, row -> row.failure.attempts(), Integer[]::new),
                column(rows, row -> row.failure.place().topic(), String[]::new),
                column(rows, row -> row.failure.place().partition(), Integer[]::new),
                column(rows, row -> row.failure.place().offset(), Long[]::new));
        return added.stream()
                .filter(row -> row.get("fresh", Boolean.class))
                .map(row -> Objects.requireNonNull(byKey.get(Map.entry(letter(row), row.get("replay", Integer.class)))))
                .toList();
    }

    Map<DeadLetterId, List<Failure>> read(Set<DeadLetterId> letters) {
        Object ids = letters.stream().map(DeadLetterId::value).toArray(UUID[]::new);
        return sql.fetch(READ, ids).stream()
                .collect(Collectors.groupingBy(
                        DeadLetterFailureRows::letter,
                        Collectors.mapping(DeadLetterFailureRows::failure, Collectors.toList())));
    }

    private static DeadLetterId letter(Record row) {
        return new DeadLetterId(row.get("letter_id", UUID.class));
    }

    private static Failure failure(Record row) {
        return new Failure(
                row.get("replay", Integer.class),
                Objects.requireNonNull(row.get("at", OffsetDateTime.class)).toInstant(),
                new Cause(
                        row.get("reason", String.class),
                        row.get("exception", String.class),
                        row.get("message", String.class)),
                row.get("attempts", Integer.class),
                new RecordPosition(
                        row.get("topic", String.class),
                        row.get("partition", Integer.class),
                        row.get("offset", Long.class)));
    }

    private static <T> Object column(Collection<Row> rows, Function<Row, T> value, IntFunction<T[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
