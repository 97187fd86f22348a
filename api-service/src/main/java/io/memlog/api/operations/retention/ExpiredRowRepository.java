package io.memlog.api.operations.retention;

import io.memlog.api.operations.deadletters.DeadLetterEventLog;
import io.memlog.api.operations.deadletters.DeadLetterId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/// What is there and no longer needed. Everything happens within the caller's transaction.
///
/// Rows that somebody else has locked are passed over, and those that changed meanwhile stay.
@Component
final class ExpiredRowRepository {

    private static final String CLAIM = "SELECT pg_try_advisory_xact_lock(1835363692, 59)";

    private static final String REMOVE_KEYS = """
            DELETE FROM idempotency_key
            WHERE (user_id, project_id, key) IN (
                SELECT user_id, project_id, key FROM idempotency_key
                WHERE created_at < ?::timestamptz
                ORDER BY created_at
                LIMIT ?
                FOR UPDATE SKIP LOCKED)
            """;

    private static final String REMOVE_FINDINGS = """
            DELETE FROM sync_finding
            WHERE number IN (
                SELECT number FROM sync_finding
                WHERE state <> 'open' AND greatest(last_seen, repair_at) < ?::timestamptz
                ORDER BY greatest(last_seen, repair_at)
                LIMIT ?
                FOR UPDATE SKIP LOCKED)
            """;

    private static final String REMOVE_JOBS = """
            DELETE FROM job
            WHERE id IN (
                SELECT id FROM job
                WHERE finished_at < ?::timestamptz
                ORDER BY finished_at
                LIMIT ?
                FOR UPDATE SKIP LOCKED)
            """;

    private static final String ENDED = " state IN ('replayed', 'skipped', 'superseded', 'discarded')";

    private static final String FIND_LETTERS = "SELECT id FROM dead_letter WHERE" + ENDED + """
             AND changed_at < ?::timestamptz
            ORDER BY changed_at
            LIMIT ?
            """;

    /// The letters first: whichever of them has changed since it was found keeps its failures.
    private static final String REMOVE_LETTERS = """
            WITH removed AS (
                DELETE FROM dead_letter WHERE id = ANY (?) AND changed_at < ?::timestamptz AND
            """ + ENDED + """
                 RETURNING id),
            failures AS (DELETE FROM dead_letter_failure WHERE letter_id IN (SELECT id FROM removed))
            SELECT count(*) FROM removed
            """;

    private final DSLContext sql;
    private final DeadLetterEventLog eventLog;

    ExpiredRowRepository(DSLContext sql, DeadLetterEventLog eventLog) {
        this.sql = sql;
        this.eventLog = eventLog;
    }

    /// Makes the caller the only one who removes anything, until the transaction ends; false while another is.
    public boolean claim() {
        return sql.fetchSingle(CLAIM).get(0, Boolean.class);
    }

    /// Removes some of what ended before this time.
    ///
    /// @return how many were removed; fewer than the most when there are no more
    public int remove(RetainedEntity kind, Instant before, int most) {
        var time = before.atOffset(ZoneOffset.UTC);
        return switch (kind) {
            case IDEMPOTENCY_KEYS -> sql.execute(REMOVE_KEYS, time, most);
            case FINDINGS -> sql.execute(REMOVE_FINDINGS, time, most);
            case JOBS -> sql.execute(REMOVE_JOBS, time, most);
            case DEAD_LETTERS -> removeLetters(time, most);
        };
    }

    /// Their streams are locked first, as everybody does who decides about letters.
    private int removeLetters(OffsetDateTime before, int most) {
        var letters = findLetters(before, most);
        if (letters.isEmpty()) {
            return 0;
        }
        eventLog.lock(letters);
        Object ids = letters.stream().map(DeadLetterId::value).toArray(UUID[]::new);
        return sql.fetchSingle(REMOVE_LETTERS, ids, before).get(0, Integer.class);
    }

    private List<DeadLetterId> findLetters(OffsetDateTime before, int most) {
        return sql.fetch(FIND_LETTERS, before, most).map(row -> new DeadLetterId(row.get("id", UUID.class)));
    }
}
