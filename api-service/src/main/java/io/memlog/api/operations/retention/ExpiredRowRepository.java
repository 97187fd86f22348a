package io.memlog.api.operations.retention;

import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.api.operations.deadletters.DeadLetters;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// The rows whose retention has ended. Locked rows are skipped, and rows that have changed since they were found
/// stay.
@Component
record ExpiredRowRepository(DSLContext sql, TransactionOperations transaction, DeadLetters deadLetters) {

    private static final String TRY_LOCK = "SELECT pg_try_advisory_xact_lock(1835363692, 59)";

    private static final String REMOVE = """
            DELETE FROM %1$s
            WHERE (%2$s) IN (
                SELECT %2$s FROM %1$s
                WHERE %3$s < ?::timestamptz AND %4$s
                ORDER BY %3$s
                LIMIT ?
                FOR UPDATE SKIP LOCKED)
            """;

    private static final String REMOVE_KEYS =
            REMOVE.formatted("idempotency_key", "user_id, project_id, key", "created_at", "true");

    private static final String REMOVE_FINDINGS =
            REMOVE.formatted("sync_finding", "number", "greatest(last_seen, repair_at)", "state <> 'open'");

    private static final String REMOVE_JOBS = REMOVE.formatted("job", "id", "finished_at", "true");

    /// Without a lock or an order: nothing changes these rows.
    private static final String REMOVE_TIMELINE = """
            DELETE FROM projection_history
            WHERE ctid = ANY (ARRAY(SELECT ctid FROM projection_history WHERE at < ?::timestamptz LIMIT ?))
            """;

    private static final String ENDED = " state IN ('replayed', 'skipped', 'superseded', 'discarded')";

    private static final String FIND_DEAD_LETTERS = "SELECT id FROM dead_letter WHERE" + ENDED + """
             AND changed_at < ?::timestamptz
            ORDER BY changed_at
            LIMIT ?
            """;

    /// The failures of a dead letter that has changed since it was found stay.
    private static final String REMOVE_DEAD_LETTERS = """
            WITH removed AS (
                DELETE FROM dead_letter WHERE id = ANY (?) AND changed_at < ?::timestamptz AND
            """ + ENDED + """
                 RETURNING id),
            failures AS (DELETE FROM dead_letter_failure WHERE letter_id IN (SELECT id FROM removed))
            SELECT count(*) FROM removed
            """;

    /// Removes rows that ended before this time, in one transaction; none while another instance removes.
    ///
    /// @return how many were removed; fewer than `limit` when there are no more
    int remove(Retention.Entity entity, Instant before, int limit) {
        return Objects.requireNonNull(
                transaction.execute(_ -> tryLock() ? removeLocked(entity, before.atOffset(ZoneOffset.UTC), limit) : 0));
    }

    /// Locks the removal for the caller until the transaction ends; false while another instance removes.
    boolean tryLock() {
        return sql.fetchSingle(TRY_LOCK).get(0, Boolean.class);
    }

    private int removeLocked(Retention.Entity entity, OffsetDateTime time, int limit) {
        return switch (entity) {
            case IDEMPOTENCY_KEYS -> sql.execute(REMOVE_KEYS, time, limit);
            case FINDINGS -> sql.execute(REMOVE_FINDINGS, time, limit);
            case TIMELINE -> sql.execute(REMOVE_TIMELINE, time, limit);
            case JOBS -> sql.execute(REMOVE_JOBS, time, limit);
            case DEAD_LETTERS -> removeDeadLetters(time, limit);
        };
    }

    /// Locks the streams of the dead letters first, in the same order as every other writer.
    private int removeDeadLetters(OffsetDateTime before, int limit) {
        var found = findDeadLetters(before, limit);
        if (found.isEmpty()) {
            return 0;
        }
        deadLetters.lock(found);
        Object ids = found.stream().map(DeadLetterId::value).toArray(UUID[]::new);
        return sql.fetchSingle(REMOVE_DEAD_LETTERS, ids, before).get(0, Integer.class);
    }

    private List<DeadLetterId> findDeadLetters(OffsetDateTime before, int limit) {
        return sql.fetch(FIND_DEAD_LETTERS, before, limit).map(row -> new DeadLetterId(row.get("id", UUID.class)));
    }
}
