package io.memlog.api.postgres;

import io.memlog.api.jobs.Job;
import io.memlog.api.jobs.JobCursor;
import io.memlog.api.jobs.JobFilter;
import io.memlog.api.jobs.JobId;
import io.memlog.api.jobs.Jobs;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
final class PostgresJobs implements Jobs {

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

    PostgresJobs(DSLContext sql) {
        this.sql = sql;
    }

    @Override
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

    @Override
    public Optional<Job> find(JobId id) {
        return sql.fetchOptional(FIND, id.value()).map(JobRow::read);
    }

    @Override
    public List<Job> list(JobFilter filter, @Nullable JobCursor behind, int limit) {
        var state = filter.state() == null ? null : filter.state().wireName();
        var createdAt = behind == null ? null : utc(behind.createdAt());
        var id = behind == null ? null : behind.id().value();
        return sql.fetch(LIST, filter.kind(), filter.kind(), state, state, createdAt, createdAt, id, limit)
                .map(JobRow::read);
    }

    @Override
    public Optional<Job> cancel(JobId id, Instant now) {
        return sql.fetchOptional(CANCEL, utc(now), id.value()).map(JobRow::read);
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
