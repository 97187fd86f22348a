package io.memlog.api.operations.deadletters;

import static io.memlog.api.tables.Tables.DEAD_LETTER;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Writes the rows of dead letters, within the caller's transaction.
@Component
final class DeadLetterWriteRepository {

    /// In the order in which the event store locks several streams.
    private static final String LOCK_STREAMS = """
            SELECT pg_current_xact_id(), pg_advisory_xact_lock(key)
            FROM (SELECT DISTINCT hashtextextended(stream, 0) AS key FROM unnest(?::text[]) AS stream ORDER BY key) AS keys
            """;

    private final DSLContext sql;
    private final int maxReplays;

    DeadLetterWriteRepository(DSLContext sql, DeadLetterProperties properties) {
        this.sql = sql;
        this.maxReplays = properties.maxReplays();
    }

    /// A dead letter without a row.
    ///
    /// @param last  its last failure, whose content it shows
    /// @param first its first failure, whose origin it shows
    record NewRow(IndexedDeadLetter last, IndexedDeadLetter first, DeadLetterHistory history) {}

    /// Serialises all decisions about these dead letters until the transaction ends.
    void lock(Collection<DeadLetterId> ids) {
        sql.execute(LOCK_STREAMS, column(ids, id -> id.stream().value(), String[]::new));
    }

    /// Those of the dead letters that have a row.
    Set<DeadLetterId> findKnown(Collection<DeadLetterId> ids) {
        return sql.select(DEAD_LETTER.ID)
                .from(DEAD_LETTER)
                .where(DEAD_LETTER.ID.eq(DSL.any(DeadLetterReadRepository.uuids(ids))))
                .fetchSet(row -> new DeadLetterId(row.value1()));
    }

    boolean isParked(DeadLetterHistory history) {
        return history.snapshot(maxReplays).state() == DeadLetterState.PARKED;
    }

    void insert(List<NewRow> rows) {
        sql.batched(batch -> rows.forEach(row -> {
            var snapshot = row.history().snapshot(maxReplays);
            batch.dsl()
                    .insertInto(DEAD_LETTER)
                    .set(DEAD_LETTER.ID, row.last().id().value())
                    .set(DEAD_LETTER.CONSUMER, row.last().consumer().wireName())
                    .set(content(row.last()))
                    .set(origin(row.first().origin()))
                    .set(values(snapshot))
                    .set(DEAD_LETTER.NEXT_RETRY_AT, row.last().truncated() ? null : snapshot.nextRetryAt())
                    .set(DEAD_LETTER.REPLAY_SENT, row.history().isAcknowledged())
                    .execute();
        }));
    }

    void updateContent(List<IndexedDeadLetter> records) {
        update(records, DeadLetterWriteRepository::content);
    }

    void updateOrigin(List<IndexedDeadLetter> records) {
        update(records, record -> origin(record.origin()));
    }

    void updateSnapshots(Map<DeadLetterId, DeadLetterHistory> histories) {
        sql.batched(batch -> histories.forEach((id, history) -> {
            var snapshot = history.snapshot(maxReplays);
            var nextRetryAt = DSL.val(snapshot.nextRetryAt(), DEAD_LETTER.NEXT_RETRY_AT);
            var wasSent = DSL.condition(DEAD_LETTER.REPLAY_SENT).and(DEAD_LETTER.REPLAYS.eq(snapshot.replays()));
            batch.dsl()
                    .update(DEAD_LETTER)
                    .set(values(snapshot))
                    .set(DEAD_LETTER.NEXT_RETRY_AT, DSL.when(DSL.not(DEAD_LETTER.TRUNCATED), nextRetryAt))
                    .set(
                            DEAD_LETTER.REPLAY_SENT,
                            DSL.field(DSL.val(history.isAcknowledged()).isTrue().or(wasSent)))
                    .where(DEAD_LETTER.ID.eq(id.value()))
                    .execute();
        }));
    }

    private void update(
            List<IndexedDeadLetter> records, Function<IndexedDeadLetter, Map<Field<?>, @Nullable Object>> values) {
        sql.batched(batch -> records.forEach(record -> batch.dsl()
                .update(DEAD_LETTER)
                .set(values.apply(record))
                .where(DEAD_LETTER.ID.eq(record.id().value()))
                .execute()));
    }

    private static Map<Field<?>, @Nullable Object> content(IndexedDeadLetter record) {
        var cause = record.failure().cause();
        var subject = record.subject();
        var memory = subject.memory();
        Map<Field<?>, @Nullable Object> values = new LinkedHashMap<>();
        values.put(DEAD_LETTER.REASON, cause.reason());
        values.put(DEAD_LETTER.EXCEPTION, cause.exception());
        values.put(DEAD_LETTER.MESSAGE, cause.message());
        values.put(DEAD_LETTER.RETRY_CLASS, cause.retryClass().wireName());
        values.put(DEAD_LETTER.STACK, record.stack());
        values.put(DEAD_LETTER.CAUSE, record.causeText());
        values.put(DEAD_LETTER.GROUP_ID, record.group());
        values.put(DEAD_LETTER.MEMORY_ID, memory == null ? null : memory.value());
        values.put(DEAD_LETTER.VERSION, subject.version());
        values.put(DEAD_LETTER.USER_ID, subject.userId());
        values.put(DEAD_LETTER.PROJECT_ID, subject.projectId());
        values.put(DEAD_LETTER.TYPE, subject.type());
        values.put(DEAD_LETTER.KEY, record.key());
        values.put(DEAD_LETTER.VALUE, record.value());
        values.put(DEAD_LETTER.TRUNCATED, record.truncated());
        values.put(DEAD_LETTER.HEADERS, JSON.json(record.headers()));
        return values;
    }

    private static Map<Field<?>, @Nullable Object> origin(OriginalRecord origin) {
        Map<Field<?>, @Nullable Object> values = new LinkedHashMap<>();
        values.put(DEAD_LETTER.ORIGINAL_TOPIC, origin.position().topic());
        values.put(DEAD_LETTER.ORIGINAL_PARTITION, origin.position().partition());
        values.put(DEAD_LETTER.ORIGINAL_OFFSET, origin.position().offset());
        values.put(DEAD_LETTER.ORIGINAL_TIMESTAMP, origin.time());
        return values;
    }

    private static Map<Field<?>, @Nullable Object> values(DeadLetterSnapshot snapshot) {
        Map<Field<?>, @Nullable Object> values = new LinkedHashMap<>();
        values.put(DEAD_LETTER.STATE, snapshot.state().wireName());
        values.put(DEAD_LETTER.ATTEMPTS, snapshot.attempts());
        values.put(DEAD_LETTER.REPLAYS, snapshot.replays());
        values.put(DEAD_LETTER.FAILED_REPLAYS, snapshot.failedReplays());
        values.put(DEAD_LETTER.FIRST_SEEN, snapshot.firstSeen());
        values.put(DEAD_LETTER.LAST_SEEN, snapshot.lastSeen());
        values.put(DEAD_LETTER.CHANGED_AT, snapshot.changedAt());
        values.put(DEAD_LETTER.JOB_ID, snapshot.job());
        return values;
    }

    static <E, T extends @Nullable Object> Object column(
            Collection<E> elements, Function<E, T> value, IntFunction<T[]> array) {
        return elements.stream().map(value).toArray(array);
    }
}
