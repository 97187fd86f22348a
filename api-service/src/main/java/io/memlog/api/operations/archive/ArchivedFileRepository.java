package io.memlog.api.operations.archive;

import io.memlog.api.operations.jobs.Job;
import io.memlog.api.operations.jobs.JobRow;
import io.memlog.eventstore.Position;
import io.memlog.eventstore.PositionRange;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What is known of the files that events went to.
@Component
class ArchivedFileRepository {

    private static final String ADD = """
            INSERT INTO archive_file (name, events, bytes, first_position, last_position, first_recorded_at,
                                      last_recorded_at, sha256, archived_at)
            VALUES (?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz, ?, ?::timestamptz)
            ON CONFLICT (name) DO UPDATE SET archived_at = excluded.archived_at, restored_at = NULL
            """;

    private static final String ALL = "SELECT * FROM archive_file ORDER BY first_position, name";

    private static final String FIND = "SELECT * FROM archive_file WHERE name = ?";

    private static final String RESTORED = "UPDATE archive_file SET restored_at = ?::timestamptz WHERE name = ?";

    /// Two requests at once decide one after the other.
    private static final String ALONE = "SELECT pg_advisory_xact_lock(1835363692, 60)";

    private static final String UNFINISHED = "SELECT " + JobRow.COLUMNS + """
             FROM job
            WHERE kind IN ('archive', 'archive_restore') AND finished_at IS NULL
            ORDER BY created_at, id
            LIMIT 1
            """;

    private final DSLContext sql;

    ArchivedFileRepository(DSLContext sql) {
        this.sql = sql;
    }

    /// Adds a file, within the transaction that removes its events from the log. One that was restored and is
    /// written again, just the same, counts as archived again.
    void add(ArchivedFile file) {
        sql.execute(
                ADD,
                file.name(),
                file.events(),
                file.bytes(),
                file.positions().first().value(),
                file.positions().last().value(),
                utc(file.firstRecordedAt()),
                utc(file.lastRecordedAt()),
                file.sha256(),
                utc(file.archivedAt()));
    }

    /// Every file, in the order of its positions.
    List<ArchivedFile> all() {
        return sql.fetch(ALL).map(ArchivedFileRepository::read);
    }

    Optional<ArchivedFile> find(String name) {
        return sql.fetchOptional(FIND, name).map(ArchivedFileRepository::read);
    }

    /// Notes that all events of the file are in the log.
    void restored(String name, Instant at) {
        sql.execute(RESTORED, utc(at), name);
    }

    /// A job that archives or restores and has not ended. Whoever asks decides alone, until the caller's
    /// transaction ends.
    Optional<Job> unfinishedAlone() {
        sql.execute(ALONE);
        return sql.fetchOptional(UNFINISHED).map(JobRow::read);
    }

    private static ArchivedFile read(Record row) {
        return new ArchivedFile(
                row.get("name", String.class),
                row.get("events", Long.class),
                row.get("bytes", Long.class),
                new PositionRange(
                        new Position(row.get("first_position", Long.class)),
                        new Position(row.get("last_position", Long.class))),
                Objects.requireNonNull(time(row, "first_recorded_at")),
                Objects.requireNonNull(time(row, "last_recorded_at")),
                row.get("sha256", String.class),
                Objects.requireNonNull(time(row, "archived_at")),
                time(row, "restored_at"));
    }

    private static @Nullable Instant time(Record row, String column) {
        var time = row.get(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
