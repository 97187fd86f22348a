package io.memlog.api.operations.jobs;

import static io.memlog.api.tables.Tables.JOB;

import io.memlog.api.http.Keyset;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.WireEnum;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// The jobs and their leases. An owner is a name that is used for one claim; its lease ends when it has expired
/// and another owner claims the job. Leases use the clock of PostgreSQL, which all instances share.
@Component
class JobRepository {

    private static final String CLAIM = """
            UPDATE job
            SET owner = {0}, leased_until = {1},
                state = CASE state WHEN 'queued' THEN 'running' ELSE state END,
                started_at = coalesce(started_at, {2})
            WHERE id = (
                SELECT id FROM job
                WHERE finished_at IS NULL AND kind = ANY ({3})
                  AND (owner IS NULL OR leased_until < clock_timestamp() AND owner <> ALL ({4}))
                ORDER BY created_at, id
                LIMIT 1
                FOR NO KEY UPDATE SKIP LOCKED)
            RETURNING *
            """;

    private static final String LOCK_KINDS =
            "SELECT pg_advisory_xact_lock(1835363692, hashtext(array_to_string(?::text[], ',')))";

    private final DSLContext sql;
    private final TransactionOperations transaction;
    private final JobProperties properties;
    private final Clock clock;

    JobRepository(DSLContext sql, TransactionOperations transaction, JobProperties properties, Clock clock) {
        this.sql = sql;
        this.transaction = transaction;
        this.properties = properties;
        this.clock = clock;
    }

    void add(Job job) {
        sql.insertInto(JOB)
                .set(JOB.ID, job.id().value())
                .set(JOB.KIND, job.kind())
                .set(JOB.STATE, job.state().wireName())
                .set(JOB.REQUEST, JSON.valueOf(job.request().toString()))
                .set(JOB.PLACE, JSON.valueOf(job.checkpoint().toString()))
                .set(JOB.TOTAL, job.progress().total())
                .set(JOB.DONE, job.progress().done())
                .set(JOB.SENT, job.progress().sent())
                .set(JOB.SKIPPED, job.progress().skipped())
                .set(JOB.RATE_PER_SECOND, job.ratePerSecond())
                .set(JOB.CREATED_AT, job.createdAt())
                .execute();
    }

    Optional<Job> find(JobId id) {
        return sql.selectFrom(JOB).where(JOB.ID.eq(id.value())).fetchOptional(JobRepository::job);
    }

    /// The matching jobs, newest first.
    ///
    /// @param after the last job of the previous page
    List<Job> list(JobFilter filter, @Nullable Keyset after, int limit) {
        return sql.selectFrom(JOB)
                .where(filter.kind() == null ? DSL.noCondition() : JOB.KIND.eq(filter.kind()))
                .and(
                        filter.state() == null
                                ? DSL.noCondition()
                                : JOB.STATE.eq(filter.state().wireName()))
                .and(
                        after == null
                                ? DSL.noCondition()
                                : DSL.row(JOB.CREATED_AT, JOB.ID).lt(after.time(), after.id()))
                .orderBy(JOB.CREATED_AT.desc(), JOB.ID.desc())
                .limit(limit)
                .fetch(JobRepository::job);
    }

    /// The jobs of these kinds that have not ended, oldest first.
    List<Job> unfinished(Collection<String> kinds) {
        return sql.selectFrom(JOB)
                .where(JOB.KIND.in(kinds))
                .and(JOB.FINISHED_AT.isNull())
                .orderBy(JOB.CREATED_AT, JOB.ID)
                .fetch(JobRepository::job);
    }

    /// Decides in a transaction, for whose end other callers with the same kinds wait.
    ///
    /// @param decision from the jobs of these kinds that have not ended
    <T extends @Nullable Object> T whileLocked(Collection<String> kinds, Function<List<Job>, T> decision) {
        return transaction.execute(_ -> {
            sql.execute(LOCK_KINDS, (Object) kinds.stream().sorted().toArray(String[]::new));
            return decision.apply(unfinished(kinds));
        });
    }

    /// Cancels a job. Empty when there is no job with this id that is queued or running.
    Optional<Job> cancel(JobId id) {
        return sql.update(JOB)
                .set(JOB.STATE, "cancelled")
                .set(JOB.FINISHED_AT, DSL.when(JOB.STATE.eq("queued"), clock.instant()))
                .where(JOB.ID.eq(id.value()))
                .and(JOB.STATE.in("queued", "running"))
                .returning()
                .fetchOptional(JobRepository::job);
    }

    /// Claims the oldest job of these kinds that has not ended and that no instance runs.
    ///
    /// @param local owners on this instance, whose jobs are not claimed even after their lease has expired
    Optional<Job> claim(Collection<String> kinds, UUID owner, Collection<UUID> local) {
        return sql.resultQuery(
                        CLAIM,
                        DSL.val(owner),
                        leaseEnd(),
                        DSL.val(clock.instant(), JOB.STARTED_AT),
                        DSL.val(kinds.toArray(String[]::new)),
                        DSL.val(local.toArray(UUID[]::new)))
                .coerce(JOB)
                .fetchOptional(JobRepository::job);
    }

    /// A job that is locked by its own step is skipped: no other instance can claim it, and the step renews the
    /// lease when it is saved.
    void renew(Collection<UUID> owners) {
        var renewable = sql.select(JOB.ID)
                .from(JOB)
                .where(JOB.OWNER.eq(DSL.any(owners.toArray(UUID[]::new))))
                .and(JOB.FINISHED_AT.isNull())
                .forNoKeyUpdate()
                .skipLocked();
        sql.update(JOB)
                .set(JOB.LEASED_UNTIL, leaseEnd())
                .where(JOB.ID.in(renewable))
                .execute();
    }

    /// Runs an action in a transaction, while no other owner can claim the job. Empty when one has.
    <T> Optional<T> whileOwned(JobId id, UUID owner, Function<Job, T> action) {
        return Objects.requireNonNull(transaction.execute(_ -> lock(id, owner).map(action)));
    }

    /// Locks a job until the transaction of the caller ends. Empty when it has another owner.
    Optional<Job> lock(JobId id, UUID owner) {
        return sql.selectFrom(JOB).where(isRunBy(owner, id)).forNoKeyUpdate().fetchOptional(JobRepository::job);
    }

    /// Saves a step and renews the lease, within the transaction that locked the job.
    Job save(JobId id, JobProgressDelta delta) {
        return sql.update(JOB)
                .set(JOB.PLACE, JSON.valueOf(delta.checkpoint().toString()))
                .set(JOB.TOTAL, delta.total() == null ? JOB.TOTAL : DSL.val(delta.total()))
                .set(JOB.DONE, JOB.DONE.plus(delta.done()))
                .set(JOB.SENT, JOB.SENT.plus(delta.sent()))
                .set(JOB.SKIPPED, JOB.SKIPPED.plus(delta.skipped()))
                .setNull(JOB.ERROR)
                .set(JOB.LEASED_UNTIL, leaseEnd())
                .where(JOB.ID.eq(id.value()))
                .returning()
                .fetchSingle(JobRepository::job);
    }

    /// Ends a job, within the transaction that locked it.
    Job end(JobId id, Job.State state, @Nullable String error) {
        return sql.update(JOB)
                .set(JOB.STATE, state.wireName())
                .set(JOB.ERROR, error)
                .set(JOB.FINISHED_AT, clock.instant())
                .setNull(JOB.OWNER)
                .setNull(JOB.LEASED_UNTIL)
                .where(JOB.ID.eq(id.value()))
                .returning()
                .fetchSingle(JobRepository::job);
    }

    /// Saves what the job waits for; null when it waits no longer.
    void saveError(JobId id, UUID owner, @Nullable String error) {
        sql.update(JOB).set(JOB.ERROR, error).where(isRunBy(owner, id)).execute();
    }

    /// Gives up the lease, so that any instance can claim the job.
    void release(JobId id, UUID owner) {
        sql.update(JOB)
                .setNull(JOB.OWNER)
                .setNull(JOB.LEASED_UNTIL)
                .where(isRunBy(owner, id))
                .execute();
    }

    private static Condition isRunBy(UUID owner, JobId id) {
        return JOB.ID.eq(id.value()).and(JOB.OWNER.eq(owner)).and(JOB.FINISHED_AT.isNull());
    }

    private Field<Instant> leaseEnd() {
        return DSL.field(
                "clock_timestamp() + {0} * interval '1 millisecond'",
                JOB.LEASED_UNTIL.getDataType(), DSL.val(properties.lease().toMillis()));
    }

    private static Job job(Record row) {
        return new Job(
                new JobId(row.get(JOB.ID)),
                row.get(JOB.KIND),
                WireEnum.parse(Job.State.class, row.get(JOB.STATE)),
                Json.mapper().readTree(row.get(JOB.REQUEST).data()),
                Json.mapper().readTree(row.get(JOB.PLACE).data()),
                new Job.Progress(row.get(JOB.TOTAL), row.get(JOB.DONE), row.get(JOB.SENT), row.get(JOB.SKIPPED)),
                row.get(JOB.RATE_PER_SECOND),
                row.get(JOB.CREATED_AT),
                row.get(JOB.STARTED_AT),
                row.get(JOB.FINISHED_AT),
                row.get(JOB.ERROR));
    }

    /// Selects the jobs of a list; null matches everything.
    record JobFilter(@Nullable String kind, Job.@Nullable State state) {}
}
