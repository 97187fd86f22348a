package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.jobs.Job;
import io.memlog.api.operations.jobs.JobRow;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What is kept about checks and repairs.
@Component
final class SyncRecordRepository {

    /// Two requests at once decide one after the other.
    private static final String ALONE = "SELECT pg_advisory_xact_lock(1835363692, 55)";

    private static final String UNFINISHED = "SELECT " + JobRow.COLUMNS + """
             FROM job
            WHERE kind = 'sync' AND finished_at IS NULL
            ORDER BY created_at, id
            """;

    private static final String CHECKED = """
            INSERT INTO sync_check (projection, started_at, ended_at, memories, nanoseconds)
            VALUES (?, ?::timestamptz, ?::timestamptz, ?, ?)
            ON CONFLICT (projection) DO UPDATE
                SET started_at = excluded.started_at, ended_at = excluded.ended_at,
                    memories = excluded.memories, nanoseconds = excluded.nanoseconds
            """;

    private static final String CHECKS = "SELECT * FROM sync_check";

    private static final String AGREED = """
            INSERT INTO sync_agreement (user_id, project_id, projection, memories, versions, newest, at)
            VALUES (?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz)
            ON CONFLICT (user_id, project_id, projection) DO UPDATE
                SET memories = excluded.memories, versions = excluded.versions,
                    newest = excluded.newest, at = excluded.at
            """;

    private static final String AGREES = """
            SELECT EXISTS (
                SELECT FROM sync_agreement
                WHERE user_id = ? AND project_id = ? AND projection = ?
                  AND memories = ? AND versions = ? AND newest IS NOT DISTINCT FROM ?::timestamptz)
            """;

    private static final String DISAGREED =
            "DELETE FROM sync_agreement WHERE user_id = ? AND project_id = ? AND projection = ?";

    private final DSLContext sql;

    SyncRecordRepository(DSLContext sql) {
        this.sql = sql;
    }

    /// Jobs of this feature that have not come to their end. Nobody else gets an answer until the caller's
    /// transaction ends.
    public List<Job> unfinishedAlone() {
        sql.execute(ALONE);
        return unfinished();
    }

    public List<Job> unfinished() {
        return sql.fetch(UNFINISHED).map(JobRow::read);
    }

    public void checked(Projection projection, CheckRun check) {
        sql.execute(
                CHECKED,
                projection.wireName(),
                utc(check.startedAt()),
                utc(check.endedAt()),
                check.memories(),
                check.nanoseconds());
    }

    public Optional<CheckRun> lastCheck(Projection projection) {
        return sql.fetch(CHECKS).stream()
                .filter(row -> row.get("projection", String.class).equals(projection.wireName()))
                .findFirst()
                .map(row -> new CheckRun(
                        Objects.requireNonNull(row.get("started_at", OffsetDateTime.class))
                                .toInstant(),
                        Objects.requireNonNull(row.get("ended_at", OffsetDateTime.class))
                                .toInstant(),
                        row.get("memories", Long.class),
                        row.get("nanoseconds", Long.class)));
    }

    /// An index agrees about a tenant of whom the log holds this.
    public void agreed(Projection projection, Tenant tenant, TenantDigest digest, Instant now) {
        sql.execute(
                AGREED,
                tenant.userId(),
                tenant.projectId(),
                projection.wireName(),
                digest.memories(),
                digest.versions(),
                utc(digest.newest()),
                utc(now));
    }

    public boolean agrees(Projection projection, Tenant tenant, TenantDigest digest) {
        return sql.fetchSingle(
                        AGREES,
                        tenant.userId(),
                        tenant.projectId(),
                        projection.wireName(),
                        digest.memories(),
                        digest.versions(),
                        utc(digest.newest()))
                .get(0, Boolean.class);
    }

    public void disagreed(Projection projection, Tenant tenant) {
        sql.execute(DISAGREED, tenant.userId(), tenant.projectId(), projection.wireName());
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
}
