package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.replay.send.LatestEvent;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.jooq.Record;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads the states of memories from the newest event of each stream. No event at or above the lowest position in
/// the outbox counts as published.
@Component
final class LogInventoryRepository {

    private static final String NEXT_TENANT = """
            SELECT user_id, project_id FROM memory_log
            WHERE (?::text IS NULL OR (user_id, project_id) > (?::text, ?::text))
              AND (?::text IS NULL OR user_id = ?::text)
              AND (?::text IS NULL OR project_id = ?::text)
            ORDER BY user_id, project_id
            LIMIT 1
            """;

    private static final String UNKNOWN_TENANTS = """
            SELECT tenant.user_id, tenant.project_id
            FROM unnest(?::text[], ?::text[]) AS tenant (user_id, project_id)
            WHERE NOT EXISTS (
                SELECT FROM memory_log
                WHERE memory_log.user_id = tenant.user_id AND memory_log.project_id = tenant.project_id)
            ORDER BY tenant.user_id, tenant.project_id
            """;

    private static final String STATE = """
            SELECT mine.memory_id, latest.stream_version, latest.type = 'memory_log.deleted' AS deleted,
                   greatest(latest.recorded_at, CASE WHEN known.state = 'pending' THEN known.at END) AS moved_at,
                   latest.position < coalesce((SELECT min(position) FROM outbox), 9223372036854775807) AS published,
                   coalesce(known.version = latest.stream_version AND known.state <> 'pending', false) AS acknowledged,
                   coalesce(known.version = latest.stream_version AND known.state = 'dead_letter', false) AND EXISTS (
                       SELECT FROM dead_letter
                       WHERE dead_letter.memory_id = mine.memory_id AND dead_letter.consumer = known.projection
                         AND dead_letter.state IN ('open', 'replaying', 'parked')) AS dead_lettered
            FROM mine
            LEFT JOIN LATERAL (
                SELECT stream_version, type, recorded_at, position, user_id, project_id FROM event
                WHERE stream_id = 'memory_log-' || mine.memory_id
                ORDER BY stream_version DESC
                LIMIT 1) AS latest ON true
            LEFT JOIN projection_state AS known ON known.memory_id = mine.memory_id AND known.projection = ?
            """;

    private static final String PAGE = """
            WITH mine AS MATERIALIZED (
                SELECT memory_id FROM memory_log
                WHERE user_id = ? AND project_id = ? AND memory_id > ?
                ORDER BY memory_id
                LIMIT ?)
            """ + STATE + " ORDER BY mine.memory_id";

    private static final String BY_ID =
            "WITH mine AS MATERIALIZED (SELECT unnest(?::bigint[]) AS memory_id) " + STATE + """
            LEFT JOIN memory_log ON memory_log.memory_id = mine.memory_id
            WHERE coalesce(memory_log.user_id, latest.user_id) = ?
              AND coalesce(memory_log.project_id, latest.project_id) = ?
            """;

    private static final String LATEST_EVENTS = """
            SELECT memory_id, event_id, type, data
            FROM (SELECT mine.memory_id, latest.*,
                         sum(octet_length(latest.data::text)) OVER (ORDER BY mine.memory_id)
                         - octet_length(latest.data::text) AS bytes_before
                  FROM unnest(?::bigint[]) AS mine (memory_id)
                  CROSS JOIN LATERAL (
                      SELECT event_id, type, data FROM event
                      WHERE stream_id = 'memory_log-' || mine.memory_id
                      ORDER BY stream_version DESC
                      LIMIT 1) AS latest) AS measured
            WHERE bytes_before < ?
            ORDER BY memory_id
            """;

    private static final String EXTENT = """
            SELECT count(*) AS tenants, coalesce(sum(memories), 0)::bigint AS memories
            FROM (SELECT count(*) AS memories FROM memory_log
                  WHERE (?::text IS NULL OR user_id = ?::text) AND (?::text IS NULL OR project_id = ?::text)
                  GROUP BY user_id, project_id) AS tenant
            """;

    private final DSLContext sql;

    LogInventoryRepository(DSLContext sql) {
        this.sql = sql;
    }

    /// @param after null for the first tenant
    Optional<Tenant> nextTenant(TenantScope scope, @Nullable Tenant after) {
        var user = after == null ? null : after.userId();
        var project = after == null ? null : after.projectId();
        return sql.fetchOptional(
                        NEXT_TENANT,
                        user,
                        user,
                        project,
                        scope.userId(),
                        scope.userId(),
                        scope.projectId(),
                        scope.projectId())
                .map(LogInventoryRepository::tenant);
    }

    /// Those of the tenants that have no memory in the log.
    List<Tenant> unknownTenants(Collection<Tenant> tenants) {
        Object users = tenants.stream().map(Tenant::userId).toArray(String[]::new);
        Object projects = tenants.stream().map(Tenant::projectId).toArray(String[]::new);
        return sql.fetch(UNKNOWN_TENANTS, users, projects).map(LogInventoryRepository::tenant);
    }

    Page page(Projection projection, Tenant tenant, long above, int limit) {
        var rows = sql.fetch(PAGE, tenant.userId(), tenant.projectId(), above, limit, projection.wireName());
        return new Page(rows.map(LogInventoryRepository::memory), states(rows));
    }

    /// The states of those of the memories that belong to the tenant.
    Map<MemoryId, LogState> states(Projection projection, Tenant tenant, Collection<MemoryId> memories) {
        return states(sql.fetch(BY_ID, ids(memories), projection.wireName(), tenant.userId(), tenant.projectId()));
    }

    /// The latest events of the first of these memories, at least one and up to a number of bytes. Skips
    /// memories that the log does not know.
    List<LatestEvent> latest(Collection<MemoryId> memories, int bytes) {
        return sql.fetch(LATEST_EVENTS, ids(memories), bytes)
                .map(row -> new LatestEvent(
                        memory(row),
                        row.get("event_id", String.class),
                        row.get("type", String.class),
                        Objects.requireNonNull(row.get("data", JSON.class)).data()));
    }

    Extent extent(TenantScope scope) {
        var row = sql.fetchSingle(EXTENT, scope.userId(), scope.userId(), scope.projectId(), scope.projectId());
        return new Extent(row.get("tenants", Long.class), row.get("memories", Long.class));
    }

    private static Object ids(Collection<MemoryId> memories) {
        return memories.stream().map(MemoryId::value).toArray(Long[]::new);
    }

    /// Leaves out memories without an event, which are not in the log.
    private static Map<MemoryId, LogState> states(Result<Record> rows) {
        Map<MemoryId, LogState> states = new TreeMap<>();
        for (var row : rows) {
            var version = row.get("stream_version", Long.class);
            if (version != null) {
                states.put(memory(row), state(row, version));
            }
        }
        return states;
    }

    private static LogState state(Record row, long version) {
        return new LogState(
                memory(row),
                version,
                row.get("deleted", Boolean.class),
                Objects.requireNonNull(row.get("moved_at", OffsetDateTime.class))
                        .toInstant(),
                row.get("published", Boolean.class),
                row.get("acknowledged", Boolean.class),
                row.get("dead_lettered", Boolean.class));
    }

    private static MemoryId memory(Record row) {
        return new MemoryId(row.get("memory_id", Long.class));
    }

    private static Tenant tenant(Record row) {
        return new Tenant(row.get("user_id", String.class), row.get("project_id", String.class));
    }

    record Extent(long tenants, long memories) {}

    /// Memories of a tenant by id.
    ///
    /// @param ids    of all memories of the page
    /// @param states without memories whose events were purged
    record Page(List<MemoryId> ids, Map<MemoryId, LogState> states) {}
}
