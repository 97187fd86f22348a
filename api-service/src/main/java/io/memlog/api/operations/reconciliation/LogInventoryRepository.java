package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.replay.send.LatestEvent;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.math.BigDecimal;
import java.time.Instant;
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

/// What the log holds, as a check asks for it: the latest event of each stream counts.
///
/// Reads the newest event of each stream by the index of the streams. What the outbox still holds is never
/// below its lowest position.
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

    private static final String STRANGERS = """
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
                   coalesce(known.version = latest.stream_version AND known.state <> 'pending', false) AS settled
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

    private static final String OF =
            "WITH mine AS MATERIALIZED (SELECT unnest(?::bigint[]) AS memory_id) " + STATE + """
            LEFT JOIN memory_log ON memory_log.memory_id = mine.memory_id
            WHERE coalesce(memory_log.user_id, latest.user_id) = ?
              AND coalesce(memory_log.project_id, latest.project_id) = ?
            """;

    private static final String LATEST = """
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
            SELECT count(DISTINCT (user_id, project_id)) AS tenants, count(*) AS memories FROM memory_log
            WHERE (?::text IS NULL OR user_id = ?::text) AND (?::text IS NULL OR project_id = ?::text)
            """;

    private static final String DIGEST = """
            SELECT count(*) AS memories, coalesce(sum(version), 0) AS versions, max(updated_at) AS newest
            FROM memory_log
            WHERE user_id = ? AND project_id = ?
            """;

    private final DSLContext sql;

    LogInventoryRepository(DSLContext sql) {
        this.sql = sql;
    }

    /// The first tenant behind this one.
    ///
    /// @param behind null for the first of all
    public Optional<Tenant> nextTenant(TenantScope scope, @Nullable Tenant behind) {
        var user = behind == null ? null : behind.userId();
        var project = behind == null ? null : behind.projectId();
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

    /// Those of the tenants that the log does not know.
    public List<Tenant> strangers(Collection<Tenant> tenants) {
        Object users = tenants.stream().map(Tenant::userId).toArray(String[]::new);
        Object projects = tenants.stream().map(Tenant::projectId).toArray(String[]::new);
        return sql.fetch(STRANGERS, users, projects).map(LogInventoryRepository::tenant);
    }

    public LogPage page(Projection projection, Tenant tenant, long above, int most) {
        var rows = sql.fetch(PAGE, tenant.userId(), tenant.projectId(), above, most, projection.wireName());
        return new LogPage(rows.map(LogInventoryRepository::memory), states(rows));
    }

    /// What the log says of these memories, as far as they are the tenant's.
    public Map<MemoryId, LogState> of(Projection projection, Tenant tenant, Collection<MemoryId> memories) {
        return states(sql.fetch(OF, ids(memories), projection.wireName(), tenant.userId(), tenant.projectId()));
    }

    /// The latest events of the first of these memories, as many as fit into so many bytes and at least
    /// one. Memories that the log does not know are passed over.
    public List<LatestEvent> latest(Collection<MemoryId> memories, int bytes) {
        return sql.fetch(LATEST, ids(memories), bytes)
                .map(row -> new LatestEvent(
                        memory(row),
                        row.get("event_id", String.class),
                        row.get("type", String.class),
                        Objects.requireNonNull(row.get("data", JSON.class)).data()));
    }

    public Extent extent(TenantScope scope) {
        var row = sql.fetchSingle(EXTENT, scope.userId(), scope.userId(), scope.projectId(), scope.projectId());
        return new Extent(row.get("tenants", Long.class), row.get("memories", Long.class));
    }

    public TenantDigest digest(Tenant tenant) {
        var row = sql.fetchSingle(DIGEST, tenant.userId(), tenant.projectId());
        return new TenantDigest(
                row.get("memories", Long.class),
                row.get("versions", BigDecimal.class).longValue(),
                time(row, "newest"));
    }

    private static Object ids(Collection<MemoryId> memories) {
        return memories.stream().map(MemoryId::value).toArray(Long[]::new);
    }

    /// Memories without an event are not in the log.
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
                Objects.requireNonNull(time(row, "moved_at")),
                row.get("published", Boolean.class),
                row.get("settled", Boolean.class));
    }

    private static MemoryId memory(Record row) {
        return new MemoryId(row.get("memory_id", Long.class));
    }

    private static Tenant tenant(Record row) {
        return new Tenant(row.get("user_id", String.class), row.get("project_id", String.class));
    }

    private static @Nullable Instant time(Record row, String column) {
        var time = row.get(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /// How much there is.
    public record Extent(long tenants, long memories) {}
}
