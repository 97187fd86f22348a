package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What was found, one row for each memory and index.
@Component
final class FindingRepository {

    private static final String FOUND = """
            INSERT INTO sync_finding AS known (projection, user_id, project_id, memory_id, kind, damaged, log_version,
                                               index_version, first_seen, last_seen, state)
            SELECT ?, ?, ?, what.memory_id, what.kind, what.damaged, what.log_version, what.index_version,
                   ?::timestamptz, ?::timestamptz, 'open'
            FROM unnest(?::bigint[], ?::text[], ?::boolean[], ?::bigint[], ?::bigint[])
                    AS what (memory_id, kind, damaged, log_version, index_version)
            ON CONFLICT (memory_id, projection, user_id, project_id) DO UPDATE
                SET kind = excluded.kind, damaged = excluded.damaged, log_version = excluded.log_version,
                    index_version = excluded.index_version, last_seen = excluded.last_seen, state = 'open',
                    first_seen = CASE known.state WHEN 'open' THEN known.first_seen ELSE excluded.first_seen END,
                    remedy = CASE known.state WHEN 'open' THEN known.remedy END,
                    repair_at = CASE known.state WHEN 'open' THEN known.repair_at END,
                    job_id = CASE known.state WHEN 'open' THEN known.job_id END
            """;

    private static final String OF_TENANT =
            " WHERE projection = ? AND user_id = ? AND project_id = ? AND state = 'open' AND memory_id = ANY (?)";

    private static final String GONE = "UPDATE sync_finding SET state = 'gone', last_seen = ?::timestamptz" + OF_TENANT;

    private static final String GONE_BETWEEN = """
            UPDATE sync_finding SET state = 'gone', last_seen = ?::timestamptz
            WHERE projection = ? AND user_id = ? AND project_id = ? AND state = 'open'
              AND memory_id > ? AND memory_id <= ? AND memory_id <> ALL (?)
            """;

    private static final String TREATED =
            "UPDATE sync_finding SET remedy = ?, repair_at = ?::timestamptz, job_id = ?" + OF_TENANT;

    private static final String REPAIRED =
            "UPDATE sync_finding SET state = 'repaired', repair_at = ?::timestamptz, job_id = ?" + OF_TENANT;

    private static final String OPEN = """
            WITH mine AS MATERIALIZED (
                SELECT * FROM sync_finding
                WHERE projection = ? AND state = 'open' AND number > ?
                  AND (?::text IS NULL OR user_id = ?::text) AND (?::text IS NULL OR project_id = ?::text)
                ORDER BY number
                LIMIT ?)
            SELECT * FROM mine ORDER BY number
            """;

    private static final String COUNT_OPEN = """
            SELECT count(*) FROM sync_finding
            WHERE projection = ? AND state = 'open'
              AND (?::text IS NULL OR user_id = ?::text) AND (?::text IS NULL OR project_id = ?::text)
            """;

    private static final String LIST = """
            SELECT * FROM sync_finding
            WHERE (?::text IS NULL OR projection = ?::text) AND (?::text IS NULL OR kind = ?::text)
              AND (?::text IS NULL OR state = ?::text) AND (?::text IS NULL OR user_id = ?::text)
              AND (?::text IS NULL OR project_id = ?::text) AND (?::bigint IS NULL OR number < ?::bigint)
            ORDER BY number DESC
            LIMIT ?
            """;

    private static final String COUNT =
            "SELECT projection, kind, state, count(*) AS findings FROM sync_finding GROUP BY projection, kind, state";

    private final DSLContext sql;

    FindingRepository(DSLContext sql) {
        this.sql = sql;
    }

    /// Takes over what is wrong about these memories of a tenant; what was closed is open again.
    public void found(Projection projection, Tenant tenant, Map<MemoryId, Discrepancy> what, Instant now) {
        if (what.isEmpty()) {
            return;
        }
        var sorted = new TreeMap<>(what);
        var disagreements = sorted.values();
        sql.execute(
                FOUND,
                projection.wireName(),
                tenant.userId(),
                tenant.projectId(),
                utc(now),
                utc(now),
                ids(sorted.keySet()),
                (Object)
                        disagreements.stream().map(one -> one.kind().wireName()).toArray(String[]::new),
                (Object) disagreements.stream().map(Discrepancy::damaged).toArray(Boolean[]::new),
                (Object) disagreements.stream().map(Discrepancy::logVersion).toArray(Long[]::new),
                (Object) disagreements.stream().map(Discrepancy::indexVersion).toArray(Long[]::new));
    }

    /// Closes open findings about these memories, which agree by themselves.
    public void gone(Projection projection, Tenant tenant, Collection<MemoryId> memories, Instant now) {
        if (!memories.isEmpty()) {
            sql.execute(GONE, utc(now), projection.wireName(), tenant.userId(), tenant.projectId(), ids(memories));
        }
    }

    /// Closes open findings about all memories of a range, but for these.
    ///
    /// @param upTo null for no end
    public void goneBetween(
            Projection projection,
            Tenant tenant,
            long above,
            @Nullable Long upTo,
            Collection<MemoryId> but,
            Instant now) {
        sql.execute(
                GONE_BETWEEN,
                utc(now),
                projection.wireName(),
                tenant.userId(),
                tenant.projectId(),
                above,
                upTo == null ? Long.MAX_VALUE : upTo,
                ids(but));
    }

    /// Notes what a repair has done about open findings.
    public void treated(
            Projection projection,
            Tenant tenant,
            Collection<MemoryId> memories,
            RepairAction remedy,
            UUID job,
            Instant now) {
        sql.execute(
                TREATED,
                remedy.wireName(),
                utc(now),
                job,
                projection.wireName(),
                tenant.userId(),
                tenant.projectId(),
                ids(memories));
    }

    /// Closes open findings about these memories, which a repair has brought back.
    public void repaired(Projection projection, Tenant tenant, Collection<MemoryId> memories, UUID job, Instant now) {
        sql.execute(REPAIRED, utc(now), job, projection.wireName(), tenant.userId(), tenant.projectId(), ids(memories));
    }

    /// The next open findings.
    ///
    /// @param after only numbers above this one
    public List<Finding> open(Projection projection, TenantScope scope, long after, int most) {
        return sql.fetch(
                        OPEN,
                        projection.wireName(),
                        after,
                        scope.userId(),
                        scope.userId(),
                        scope.projectId(),
                        scope.projectId(),
                        most)
                .map(FindingRow::read);
    }

    public long countOpen(Projection projection, TenantScope scope) {
        return sql.fetchSingle(
                        COUNT_OPEN,
                        projection.wireName(),
                        scope.userId(),
                        scope.userId(),
                        scope.projectId(),
                        scope.projectId())
                .get(0, Long.class);
    }

    /// What matches, the newest number first.
    ///
    /// @param before only numbers below this one, where given
    public List<Finding> list(FindingFilter filter, @Nullable Long before, int limit) {
        var projection =
                filter.projection() == null ? null : filter.projection().wireName();
        var kind = filter.kind() == null ? null : filter.kind().wireName();
        var state = filter.state() == null ? null : filter.state().wireName();
        var user = filter.scope().userId();
        var project = filter.scope().projectId();
        return sql.fetch(
                        LIST,
                        projection,
                        projection,
                        kind,
                        kind,
                        state,
                        state,
                        user,
                        user,
                        project,
                        project,
                        before,
                        before,
                        limit)
                .map(FindingRow::read);
    }

    public List<FindingCount> count() {
        return sql.fetch(COUNT)
                .map(row -> new FindingCount(
                        Projection.parse(row.get("projection", String.class)),
                        FindingKind.of(row.get("kind", String.class)).orElseThrow(),
                        FindingState.of(row.get("state", String.class)).orElseThrow(),
                        row.get("findings", Long.class)));
    }

    private static Object ids(Collection<MemoryId> memories) {
        return memories.stream().map(MemoryId::value).toArray(Long[]::new);
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
