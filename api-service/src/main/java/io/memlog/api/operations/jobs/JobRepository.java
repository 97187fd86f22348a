package io.memlog.api.operations.jobs;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// All jobs that there are and were.
@Component
final class JobRepository {

    private static final String ADD = """
            INSERT INTO job (id, kind, state, request, place, total, done, sent, skipped, rate_per_second, created_at)
            VALUES (?, ?, ?, ?::json, ?::json, ?, ?, ?, ?, ?, ?::timestamptz)
            """;

    private static final String FIND = "SELECT " + JobRow.COLUMNS + " FROM job WHERE id = ?";

    private static final String LIST = "SELECT " + JobRow.COLUMNS + """
             FROM job
            WHERE (?::text IS NULL OR kind = ?::text)
              AND (?::text IS NULL OR state = ?::text)
              AND (?::timestamptz IS NULL OR (created_at, id) < (?::timestamptz, ?::uuid))
            ORDER BY created_at DESC, id DESC
            LIMIT ?
            """;

    private static final String CANCEL = """
            UPDATE job
            SET state = 'cancelled', finished_at = CASE state WHEN 'queued' THEN ?::timestamptz END
            WHERE id = ? AND state IN ('queued', 'running')
            RETURNING
            """ + JobRow.COLUMNS;

    private final DSLContext sql;

    JobRepository(DSLContext sql) {
        this.sql = sql;
    }

    public void add(Job job) {
        var progress = job.progress();
        sql.execute(
                ADD,
                job.id().value(),
                job.kind(),
                job.state().wireName(),
                job.request().toString(),
                job.place().toString(),
                progress.total(),
                progress.done(),
                progress.sent(),
                progress.skipped(),
                job.ratePerSecond(),
                utc(job.createdAt()));
    }

    public Optional<Job> find(JobId id) {
        return sql.fetchOptional(FIND, id.value()).map(JobRow::read);
    }

    /// What matches, newest first.
    ///
    /// @param behind only those that come after this one, where given
    public List<Job> list(JobFilter filter, @Nullable JobCursor behind, int limit) {
        var state = filter.state() == null ? null : filter.state().wireName();
        var createdAt = behind == null ? null : utc(behind.createdAt());
        var id = behind == null ? null : behind.id().value();
        return sql.fetch(LIST, filter.kind(), filter.kind(), state, state, createdAt, createdAt, id, limit)
                .map(JobRow::read);
    }

    /// Calls off a job that is queued or running. Empty when there is none of that id in such a state.
    public Optional<Job> cancel(JobId id, Instant now) {
        return sql.fetchOptional(CANCEL, utc(now), id.value()).map(JobRow::read);
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
