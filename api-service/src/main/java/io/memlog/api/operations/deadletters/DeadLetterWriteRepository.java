package io.memlog.api.operations.deadletters;

import static io.memlog.api.tables.Tables.DEAD_LETTER;
import static io.memlog.api.tables.Tables.DEAD_LETTER_OFFSET;

import io.memlog.api.operations.deadletters.DeadLetterIndex.Partition;
import io.memlog.api.operations.deadletters.DeadLetterIndex.PartitionChunk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/// Writes dead letters, their failures and the positions of the index, within the caller's transaction.
@Component
final class DeadLetterWriteRepository {

    private static final String CREATE_TABLES = "db/migration/afterMigrate__dead_letters.sql";

    /// In the order in which the event store locks several streams.
    private static final String LOCK_STREAMS = """
            SELECT pg_current_xact_id(), pg_advisory_xact_lock(key)
            FROM (SELECT DISTINCT hashtextextended(stream, 0) AS key FROM unnest(?::text[]) AS stream ORDER BY key) AS keys
            """;

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

    private static final String REGISTER_PARTITIONS = """
            INSERT INTO dead_letter_offset AS known (topic, "partition", topic_id, next_offset)
            SELECT topic, number, topic_id, 0 FROM unnest(?::text[], ?::int[], ?::text[]) AS seen (topic, number, topic_id)
            ORDER BY topic, number
            ON CONFLICT (topic, "partition") DO UPDATE SET topic_id = excluded.topic_id, next_offset = 0
                WHERE known.topic_id <> excluded.topic_id
            """;

    private static final String READ_POSITIONS = """
            SELECT topic, "partition", next_offset
            FROM dead_letter_offset
            WHERE (topic, "partition") IN (SELECT * FROM unnest(?::text[], ?::int[]))
            ORDER BY topic, "partition"
            """;

    private static final String ADVANCE = """
            UPDATE dead_letter_offset
            SET next_offset = done.next_offset
            FROM unnest(?::text[], ?::int[], ?::bigint[]) AS done (topic, number, next_offset)
            WHERE dead_letter_offset.topic = done.topic AND dead_letter_offset."partition" = done.number
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

    void registerPartitions(Map<Partition, String> topicIds) {
        sql.execute(
                REGISTER_PARTITIONS,
                topics(topicIds.keySet()),
                numbers(topicIds.keySet()),
                topicIds.values().toArray(String[]::new));
    }

    Map<Partition, Long> positions(Collection<Partition> partitions) {
        return positions(sql.fetch(READ_POSITIONS, topics(partitions), numbers(partitions)));
    }

    /// Reads the positions and locks them until the transaction ends.
    Map<Partition, Long> lockPositions(Collection<Partition> partitions) {
        return positions(sql.fetch(READ_POSITIONS + " FOR UPDATE", topics(partitions), numbers(partitions)));
    }

    void advance(List<PartitionChunk> chunks) {
        if (!chunks.isEmpty()) {
            var partitions = chunks.stream().map(PartitionChunk::partition).toList();
            sql.execute(
                    ADVANCE,
                    topics(partitions),
                    numbers(partitions),
                    column(chunks, PartitionChunk::next, Long[]::new));
        }
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

    private static Map<Partition, Long> positions(Result<Record> rows) {
        Map<Partition, Long> positions = new HashMap<>();
        rows.forEach(row -> positions.put(
                new Partition(row.get(DEAD_LETTER_OFFSET.TOPIC), row.get(DEAD_LETTER_OFFSET.PARTITION)),
                row.get(DEAD_LETTER_OFFSET.NEXT_OFFSET)));
        return positions;
    }

    private static Object topics(Collection<Partition> partitions) {
        return column(partitions, Partition::topic, String[]::new);
    }

    private static Object numbers(Collection<Partition> partitions) {
        return column(partitions, Partition::number, Integer[]::new);
    }

    private static <E, T extends @Nullable Object> Object column(
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
