package io.memlog.api.operations.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Who runs which job. A lease belongs to an owner, a name that is used once; it ends when its time is up
/// and somebody else takes the job.
///
/// Leases in the time of PostgreSQL, so that the clocks of the instances need not agree.
@Component
final class JobLeaseRepository {

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

    JobLeaseRepository(DSLContext sql) {
        this.sql = sql;
    }

    /// Takes the oldest job of these kinds that is not finished and that nobody runs, and marks it as
    /// running.
    ///
    /// @param others whose jobs are left to them, even after their time
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

    /// Makes the leases of these owners last for so long from now on.
    public void renew(Collection<UUID> owners, Duration lease) {
        sql.execute(RENEW, lease.toMillis(), (Object) owners.toArray(UUID[]::new));
    }

    /// Locks the job until the end of the caller's transaction. Empty when it is not this owner's any more.
    public Optional<Job> lock(JobId id, UUID owner) {
        return sql.fetchOptional(LOCK, id.value(), owner).map(JobRow::read);
    }

    /// Takes over what a step changed, within the transaction that locked the job, and makes the lease last
    /// for so long from now on.
    public Job save(JobId id, JobProgressDelta advance, Duration lease) {
        return JobRow.read(sql.fetchSingle(
                SAVE,
                advance.place().toString(),
                advance.done(),
                advance.sent(),
                advance.skipped(),
                lease.toMillis(),
                id.value()));
    }

    /// Ends the job, within the transaction that locked it.
    public Job end(JobId id, JobState state, @Nullable String error, Instant now) {
        return JobRow.read(sql.fetchSingle(END, state.wireName(), error, now.atOffset(ZoneOffset.UTC), id.value()));
    }

    /// Notes what the job waits for, or that it waits no more.
    public void note(JobId id, UUID owner, @Nullable String waitsFor) {
        sql.execute(NOTE, waitsFor, id.value(), owner);
    }

    /// Gives the job back, for anybody to go on with.
    public void release(JobId id, UUID owner) {
        sql.execute(RELEASE, id.value(), owner);
    }
}
