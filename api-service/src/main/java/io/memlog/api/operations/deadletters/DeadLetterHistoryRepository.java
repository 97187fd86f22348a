package io.memlog.api.operations.deadletters;

import static io.memlog.api.operations.deadletters.DeadLetterWriteRepository.column;
import static io.memlog.api.tables.Tables.DEAD_LETTER_FAILURE;
import static io.memlog.api.tables.Tables.EVENT;
import static java.util.stream.Collectors.groupingBy;

import io.memlog.api.operations.deadletters.DeadLetterHistory.TimestampedEvent;
import io.memlog.eventstore.Append;
import io.memlog.eventstore.AppendResult;
import io.memlog.eventstore.EventContext;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.ExpectedVersion;
import io.memlog.eventstore.NewEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The failures of dead letters, and the events of their streams.
@Component
record DeadLetterHistoryRepository(DSLContext sql, EventStore log) {

    /// Of two records of the same failure the earlier one stays, whichever is written first.
    private static final String ADD_FAILURES = """
            INSERT INTO dead_letter_failure AS known
                (letter_id, replay, at, reason, exception, message, retry_class, attempts, topic, "partition", "offset")
            SELECT * FROM unnest(?::uuid[], ?::int[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[],
                                 ?::int[], ?::text[], ?::int[], ?::bigint[])
            ON CONFLICT (letter_id, replay) DO UPDATE
                SET at = excluded.at, reason = excluded.reason, exception = excluded.exception,
                    message = excluded.message, retry_class = excluded.retry_class, attempts = excluded.attempts,
                    topic = excluded.topic, "partition" = excluded."partition", "offset" = excluded."offset"
                WHERE (excluded.at, excluded.topic COLLATE "C", excluded."partition", excluded."offset")
                    < (known.at, known.topic COLLATE "C", known."partition", known."offset")
            RETURNING letter_id, replay, xmax = 0 AS inserted
            """;

    /// Returns the records whose failure was not known before.
    ///
    /// @param records at most one for each dead letter and replay
    List<IndexedDeadLetter> addFailures(Collection<IndexedDeadLetter> records) {
        var inserted = sql
                .fetch(
                        ADD_FAILURES,
                        column(records, record -> record.id().value(), UUID[]::new),
                        column(records, record -> record.failure().replay(), Integer[]::new),
                        column(records, record -> record.failure().at(), Instant[]::new),
                        column(records, record -> record.failure().cause().reason(), String[]::new),
                        column(records, record -> record.failure().cause().exception(), String[]::new),
                        column(records, record -> record.failure().cause().message(), String[]::new),
                        column(
                                records,
                                record -> record.failure().cause().retryClass().wireName(),
                                String[]::new),
                        column(records, record -> record.failure().attempts(), Integer[]::new),
                        column(records, record -> record.failure().position().topic(), String[]::new),
                        column(records, record -> record.failure().position().partition(), Integer[]::new),
                        column(records, record -> record.failure().position().offset(), Long[]::new))
                .stream()
                .filter(row -> row.get("inserted", Boolean.class))
                .map(row -> Map.entry(row.get("letter_id", UUID.class), row.get("replay", Integer.class)))
                .collect(Collectors.toSet());
        return records.stream()
                .filter(record -> inserted.contains(
                        Map.entry(record.id().value(), record.failure().replay())))
                .toList();
    }

    /// Appends the events that the log does not hold yet, and returns those.
    ///
    /// @param indexed the dead letters, as far as they are indexed
    List<DeadLetterEvent> append(List<DeadLetterEvent> events, Map<DeadLetterId, DeadLetter> indexed) {
        var results = log.appendAll(events.stream()
                .map(event -> toAppend(event, indexed.get(event.deadLetter())))
                .toList());
        return IntStream.range(0, results.size())
                .filter(i -> results.get(i) instanceof AppendResult.Appended)
                .mapToObj(events::get)
                .toList();
    }

    private static Append toAppend(DeadLetterEvent event, @Nullable DeadLetter deadLetter) {
        var context = deadLetter == null
                ? EventContext.NONE
                : new EventContext(
                        deadLetter.subject().userId(), deadLetter.subject().projectId(), null, null, null, null);
        var newEvent = new NewEvent(event.eventId(), event.type(), event.data(), "{}", context, null);
        return new Append(event.deadLetter().stream(), ExpectedVersion.any(), List.of(newEvent));
    }

    /// The histories of those dead letters that have failed.
    Map<DeadLetterId, DeadLetterHistory> find(Set<DeadLetterId> ids) {
        var failures = sql.selectFrom(DEAD_LETTER_FAILURE)
                .where(DEAD_LETTER_FAILURE.LETTER_ID.eq(DSL.any(DeadLetterReadRepository.uuids(ids))))
                .collect(groupingBy(
                        row -> new DeadLetterId(row.get(DEAD_LETTER_FAILURE.LETTER_ID)),
                        Collectors.mapping(DeadLetterHistoryRepository::failure, Collectors.toList())));
        var events = events(ids);
        Map<DeadLetterId, DeadLetterHistory> histories = new TreeMap<>();
        failures.forEach((id, failed) ->
                histories.put(id, new DeadLetterHistory(failed, events.getOrDefault(id, List.of()))));
        return histories;
    }

    private Map<DeadLetterId, List<TimestampedEvent>> events(Set<DeadLetterId> ids) {
        Map<String, DeadLetterId> streams = new HashMap<>();
        ids.forEach(id -> streams.put(id.stream().value(), id));
        return sql
                .select(EVENT.STREAM_ID, EVENT.TYPE, EVENT.DATA, EVENT.RECORDED_AT)
                .from(EVENT)
                .where(EVENT.STREAM_ID.eq(DSL.any(streams.keySet().toArray(String[]::new))))
                .stream()
                .flatMap(row -> DeadLetterEvent.read(
                        Objects.requireNonNull(streams.get(row.get(EVENT.STREAM_ID))),
                        row.get(EVENT.TYPE),
                        row.get(EVENT.DATA).data())
                        .map(event -> new TimestampedEvent(event, row.get(EVENT.RECORDED_AT)))
                        .stream())
                .collect(groupingBy(recorded -> recorded.event().deadLetter()));
    }

    private static Failure failure(Record row) {
        return new Failure(
                row.get(DEAD_LETTER_FAILURE.REPLAY),
                row.get(DEAD_LETTER_FAILURE.AT),
                Failure.Cause.of(
                        row.get(DEAD_LETTER_FAILURE.REASON),
                        row.get(DEAD_LETTER_FAILURE.EXCEPTION),
                        row.get(DEAD_LETTER_FAILURE.MESSAGE),
                        row.get(DEAD_LETTER_FAILURE.RETRY_CLASS)),
                row.get(DEAD_LETTER_FAILURE.ATTEMPTS),
                new RecordPosition(
                        row.get(DEAD_LETTER_FAILURE.TOPIC),
                        row.get(DEAD_LETTER_FAILURE.PARTITION),
                        row.get(DEAD_LETTER_FAILURE.OFFSET)));
    }
}
