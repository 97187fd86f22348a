package io.memlog.api.operations.deadletters;

import static io.memlog.api.tables.Tables.DEAD_LETTER;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/// Writes the rows of dead letters, within the caller's transaction.
@Component
final class DeadLetterWriteRepository {

    private static final String CREATE_TABLES = "db/migration/afterMigrate__dead_letters.sql";

    /// In the order in which the event store locks several streams.
    private static final String LOCK_STREAMS = """
            SELECT pg_current_xact_id(), pg_advisory_xact_lock(key)
            FROM (SELECT DISTINCT hashtextextended(stream, 0) AS key FROM unnest(?::text[]) AS stream ORDER BY key) AS keys
            """;

    private static final String UPDATE_SNAPSHOTS = """
            UPDATE dead_letter
            SET state = now.state, attempts = now.attempts, replays = now.replays,
                failed_replays = now.failed_replays, first_seen = now.first_seen, last_seen = now.last_seen,
                changed_at = now.changed_at, job_id = now.job_id,
                next_retry_at = CASE WHEN NOT dead_letter.truncated THEN now.next_retry_at END,
                replay_sent = now.acknowledged OR (dead_letter.replay_sent AND dead_letter.replays = now.replays)
            FROM unnest(?::uuid[], ?::text[], ?::int[], ?::int[], ?::int[], ?::timestamptz[], ?::timestamptz[],
                        ?::timestamptz[], ?::timestamptz[], ?::uuid[], ?::boolean[])
                    AS now (id, state, attempts, replays, failed_replays, first_seen, last_seen,
                            changed_at, next_retry_at, job_id, acknowledged)
            WHERE dead_letter.id = now.id
            """;

    private final DSLContext sql;
    private final DeadLetterProjector projector;

    DeadLetterWriteRepository(DSLContext sql, DeadLetterProjector projector) {
        this.sql = sql;
        this.projector = projector;
    }

    /// A dead letter without a row.
    ///
    /// @param last  its last failure, whose content it shows
    /// @param first its first failure, whose origin it shows
    record NewRow(IndexedDeadLetter last, IndexedDeadLetter first, DeadLetterHistory history) {}

    void createMissingTables() {
        if (!sql.fetchSingle("SELECT to_regclass('dead_letter') IS NOT NULL").get(0, Boolean.class)) {
            sql.connection(connection -> {
                try (var statement = connection.createStatement()) {
                    statement.execute(createTables());
                }
            });
        }
    }

    /// Serialises all decisions about these dead letters until the transaction ends.
    void lock(Collection<DeadLetterId> ids) {
        sql.execute(LOCK_STREAMS, column(ids, id -> id.stream().value(), String[]::new));
    }

    /// Those of the dead letters that have a row.
    Set<DeadLetterId> findKnown(Collection<DeadLetterId> ids) {
        return sql.select(DEAD_LETTER.ID)
                .from(DEAD_LETTER)
                .where(DEAD_LETTER.ID.eq(
                        DSL.any(ids.stream().map(DeadLetterId::value).toArray(UUID[]::new))))
                .fetchSet(row -> new DeadLetterId(row.value1()));
    }

    void insert(List<NewRow> rows) {
        batch(values -> sql.insertInto(DEAD_LETTER).set(values), rows, (row, values) -> {
            putContent(row.last(), values);
            putOrigin(row.first().origin(), values);
            putSnapshot(row.history(), values);
            if (row.last().truncated()) {
                values.put(DEAD_LETTER.NEXT_RETRY_AT, null);
            }
            values.put(DEAD_LETTER.CONSUMER, row.last().consumer().wireName());
            values.put(DEAD_LETTER.ID, row.last().id().value());
        });
    }

    void updateContent(List<IndexedDeadLetter> records) {
        batch(this::update, records, (record, values) -> {
            putContent(record, values);
            values.put(DEAD_LETTER.ID, record.id().value());
        });
    }

    void updateOrigin(List<IndexedDeadLetter> records) {
        batch(this::update, records, (record, values) -> {
            putOrigin(record.origin(), values);
            values.put(DEAD_LETTER.ID, record.id().value());
        });
    }

    void updateSnapshots(Map<DeadLetterId, DeadLetterHistory> histories) {
        if (histories.isEmpty()) {
            return;
        }
        var snapshots = histories.values().stream().map(projector::project).toList();
        sql.execute(
                UPDATE_SNAPSHOTS,
                column(histories.keySet(), DeadLetterId::value, UUID[]::new),
                column(snapshots, snapshot -> snapshot.state().wireName(), String[]::new),
                column(snapshots, DeadLetterSnapshot::attempts, Integer[]::new),
                column(snapshots, DeadLetterSnapshot::replays, Integer[]::new),
                column(snapshots, DeadLetterSnapshot::failedReplays, Integer[]::new),
                column(snapshots, DeadLetterSnapshot::firstSeen, Instant[]::new),
                column(snapshots, DeadLetterSnapshot::lastSeen, Instant[]::new),
                column(snapshots, DeadLetterSnapshot::changedAt, Instant[]::new),
                column(snapshots, DeadLetterSnapshot::nextRetryAt, Instant[]::new),
                column(snapshots, DeadLetterSnapshot::job, UUID[]::new),
                column(histories.values(), DeadLetterProjector::isAcknowledged, Boolean[]::new));
    }

    private static void putContent(IndexedDeadLetter record, Map<Field<?>, @Nullable Object> values) {
        var cause = record.failure().cause();
        var subject = record.subject();
        values.put(DEAD_LETTER.REASON, cause.reason());
        values.put(DEAD_LETTER.EXCEPTION, cause.exception());
        values.put(DEAD_LETTER.MESSAGE, cause.message());
        values.put(DEAD_LETTER.RETRY_CLASS, cause.retryClass().wireName());
        values.put(DEAD_LETTER.STACK, record.stack());
        values.put(DEAD_LETTER.CAUSE, record.causeText());
        values.put(DEAD_LETTER.GROUP_ID, record.group());
        values.put(
                DEAD_LETTER.MEMORY_ID,
                subject.memory() == null ? null : subject.memory().value());
        values.put(DEAD_LETTER.VERSION, subject.version());
        values.put(DEAD_LETTER.USER_ID, subject.userId());
        values.put(DEAD_LETTER.PROJECT_ID, subject.projectId());
        values.put(DEAD_LETTER.TYPE, subject.type());
        values.put(DEAD_LETTER.KEY, record.key());
        values.put(DEAD_LETTER.VALUE, record.value());
        values.put(DEAD_LETTER.TRUNCATED, record.truncated());
        values.put(DEAD_LETTER.HEADERS, JSON.json(record.headers()));
    }

    private static void putOrigin(OriginalRecord origin, Map<Field<?>, @Nullable Object> values) {
        values.put(DEAD_LETTER.ORIGINAL_TOPIC, origin.position().topic());
        values.put(DEAD_LETTER.ORIGINAL_PARTITION, origin.position().partition());
        values.put(DEAD_LETTER.ORIGINAL_OFFSET, origin.position().offset());
        values.put(DEAD_LETTER.ORIGINAL_TIMESTAMP, origin.time());
    }

    private void putSnapshot(DeadLetterHistory history, Map<Field<?>, @Nullable Object> values) {
        var snapshot = projector.project(history);
        values.put(DEAD_LETTER.STATE, snapshot.state().wireName());
        values.put(DEAD_LETTER.ATTEMPTS, snapshot.attempts());
        values.put(DEAD_LETTER.REPLAYS, snapshot.replays());
        values.put(DEAD_LETTER.FAILED_REPLAYS, snapshot.failedReplays());
        values.put(DEAD_LETTER.FIRST_SEEN, snapshot.firstSeen());
        values.put(DEAD_LETTER.LAST_SEEN, snapshot.lastSeen());
        values.put(DEAD_LETTER.CHANGED_AT, snapshot.changedAt());
        values.put(DEAD_LETTER.NEXT_RETRY_AT, snapshot.nextRetryAt());
        values.put(DEAD_LETTER.JOB_ID, snapshot.job());
        values.put(DEAD_LETTER.REPLAY_SENT, DeadLetterProjector.isAcknowledged(history));
    }

    private Query update(Map<Field<?>, @Nullable Object> values) {
        values.remove(DEAD_LETTER.ID);
        return sql.update(DEAD_LETTER).set(values).where(DEAD_LETTER.ID.eq(DSL.param("id", DEAD_LETTER.ID)));
    }

    /// Executes one statement for many rows.
    ///
    /// @param query  makes the statement of its columns' parameters
    /// @param values puts the values of a row, always in the same order and the id last
    private <T> void batch(
            Function<Map<Field<?>, @Nullable Object>, Query> query,
            List<T> rows,
            BiConsumer<T, Map<Field<?>, @Nullable Object>> values) {
        if (rows.isEmpty()) {
            return;
        }
        List<@Nullable Object[]> bindings = new ArrayList<>();
        Map<Field<?>, @Nullable Object> parameters = new LinkedHashMap<>();
        for (var row : rows) {
            Map<Field<?>, @Nullable Object> columns = new LinkedHashMap<>();
            values.accept(row, columns);
            columns.keySet().forEach(column -> parameters.put(column, DSL.param(column.getName(), column)));
            bindings.add(columns.values().toArray());
        }
        sql.batch(query.apply(parameters))
                .bind(bindings.toArray(Object[][]::new))
                .execute();
    }

    static <E, T extends @Nullable Object> Object column(
            Collection<E> elements, Function<E, T> value, IntFunction<T[]> array) {
        return elements.stream().map(value).toArray(array);
    }

    private static String createTables() {
        try {
            return new ClassPathResource(CREATE_TABLES).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
