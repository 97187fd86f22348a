package io.memlog.api.postgres;

import io.memlog.api.jobs.Advance;
import io.memlog.api.jobs.Job;
import io.memlog.api.jobs.JobId;
import io.memlog.api.jobs.JobLeases;
import io.memlog.api.jobs.JobState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Leases in the time of PostgreSQL, so that the clocks of the instances need not agree.
@Component
final class PostgresJobLeases implements JobLeases {

    private static final String CLAIM = """
            UPDATE job
            SET owner = ?, leased_until = clock_timestamp() + ? * interval '1 millisecond',
                state = CASE state WHEN 'queued' THEN 'running' ELSE state END,
                started_at = coalesce(started_at, ?::timestamptz)
            WHERE id = (
                SELECT id FROM job
                WHERE finished_at IS NULL AND kind = ANY (?)
                  AND (owner IS NULL OR leased_until < clock_timestamp() AND owner <> ALL (?))
                ORDER BY created_at, id
                LIMIT 1
                FOR NO KEY UPDATE SKIP LOCKED)
            RETURNING
            """ + JobRow.COLUMNS;

    private static final String RENEW = """
            UPDATE job SET leased_until = clock_timestamp() + ? * interval '1 millisecond'
            WHERE owner = ANY (?) AND finished_at IS NULL
            """;

    private static final String LOCK = "SELECT " + JobRow.COLUMNS + """
             FROM job
            WHERE id = ? AND owner = ? AND finished_at IS NULL
            FOR NO KEY UPDATE
            """;

    private static final String SAVE = """
            UPDATE job
            SET place = ?::json, done = done + ?, sent = sent + ?, skipped = skipped + ?, error = NULL,
                leased_until = clock_timestamp() + ? * interval '1 millisecond'
            WHERE id = ?
            RETURNING
            """ + JobRow.COLUMNS;

    private static final String END = """
            UPDATE job SET state = ?, error = ?, finished_at = ?::timestamptz, owner = NULL, leased_until = NULL
            WHERE id = ?
            RETURNING
            """ + JobRow.COLUMNS;

    private static final String NOTE = "UPDATE job SET error = ? WHERE id = ? AND owner = ? AND finished_at IS NULL";

    private static final String RELEASE = "UPDATE job SET owner = NULL, leased_until = NULL WHERE id = ? AND owner = ?";

    private final DSLContext sql;

    PostgresJobLeases(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public Optional<Job> claim(
            Collection<String> kinds, UUID owner, Collection<UUID> others, Duration lease, Instant now) {
        return sql.fetchOptional(
                        CLAIM,
                        owner,
                        lease.toMillis(),
                        now.atOffset(ZoneOffset.UTC),
                        kinds.toArray(String[]::new),
                        others.toArray(UUID[]::new))
                .map(JobRow::read);
    }

    @Override
    public void renew(Collection<UUID> owners, Duration lease) {
        sql.execute(RENEW, lease.toMillis(), (Object) owners.toArray(UUID[]::new));
    }

    @Override
    public Optional<Job> lock(JobId id, UUID owner) {
        return sql.fetchOptional(LOCK, id.value(), owner).map(JobRow::read);
    }

    @Override
    public Job save(JobId id, Advance advance, Duration lease) {
        return JobRow.read(sql.fetchSingle(
                SAVE,
                advance.place().toString(),
                advance.done(),
                advance.sent(),
                advance.skipped(),
                lease.toMillis(),
                id.value()));
    }

    @Override
    public Job end(JobId id, JobState state, @Nullable String error, Instant now) {
        return JobRow.read(sql.fetchSingle(END, state.wireName(), error, now.atOffset(ZoneOffset.UTC), id.value()));
    }

    @Override
    public void note(JobId id, UUID owner, @Nullable String waitsFor) {
        sql.execute(NOTE, waitsFor, id.value(), owner);
    }

    @Override
    public void release(JobId id, UUID owner) {
        sql.execute(RELEASE, id.value(), owner);
    }
}
