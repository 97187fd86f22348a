package io.memlog.api.operations.reconciliation;

import static io.memlog.api.tables.Tables.MEMORY_LOG;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads the states of memories from the newest event of each stream. No event at or above the lowest position in
/// the outbox counts as published.
@Component
final class LogInventoryRepository {

    private static final String STATES = """
            WITH latest AS MATERIALIZED (
                SELECT memory_log.memory_id, event.*
                FROM memory_log CROSS JOIN LATERAL (
                    SELECT stream_version, type, recorded_at, position FROM event
                    WHERE stream_id = 'memory_log-' || memory_log.memory_id
                    ORDER BY stream_version DESC
                    LIMIT 1) AS event
                WHERE {0}
                ORDER BY memory_log.memory_id
                LIMIT {1})
            SELECT latest.memory_id, stream_version, latest.type = 'memory_log.deleted' AS deleted,
                   greatest(recorded_at, CASE WHEN known.state = 'pending' THEN known.at END) AS moved_at,
                   position < coalesce((SELECT min(position) FROM outbox), 9223372036854775807) AS published,
                   coalesce(known.version = stream_version AND known.state <> 'pending', false) AS acknowledged,
                   coalesce(known.version = stream_version AND known.state = 'dead_letter', false) AND EXISTS (
                       SELECT FROM dead_letter
                       WHERE dead_letter.memory_id = latest.memory_id AND dead_letter.consumer = known.projection
                         AND dead_letter.state IN ('open', 'replaying', 'parked')) AS dead_lettered
            FROM latest
            LEFT JOIN projection_state AS known ON known.memory_id = latest.memory_id AND known.projection = {2}
            """;

    /// How many memories a statement counts: far fewer than it could within the time that a statement has.
    private static final int MAX_COUNTED = 100_000;

    private final DSLContext sql;

    LogInventoryRepository(DSLContext sql) {
        this.sql = sql;
    }

    /// @param after null for the first tenant
    Optional<Tenant> nextTenant(TenantScope scope, @Nullable Tenant after) {
        var tenant = DSL.row(MEMORY_LOG.USER_ID, MEMORY_LOG.PROJECT_ID);
        return sql.select(MEMORY_LOG.USER_ID, MEMORY_LOG.PROJECT_ID)
                .from(MEMORY_LOG)
                .where(isWithin(scope))
                .and(after == null ? DSL.noCondition() : tenant.gt(after.userId(), after.projectId()))
                .orderBy(MEMORY_LOG.USER_ID, MEMORY_LOG.PROJECT_ID)
                .limit(1)
                .fetchOptional(row -> new Tenant(row.value1(), row.value2()));
    }

    boolean holdsMemoriesOf(Tenant tenant) {
        return sql.fetchExists(MEMORY_LOG, isOf(tenant));
    }

    /// The states of the next memories of a tenant.
    NavigableMap<MemoryId, LogState> statesAbove(Projection projection, Tenant tenant, long above, int limit) {
        return states(projection, isOf(tenant).and(MEMORY_LOG.MEMORY_ID.gt(above)), limit);
    }

    /// The states of those of the memories that belong to the tenant.
    NavigableMap<MemoryId, LogState> states(Projection projection, Tenant tenant, Collection<MemoryId> memories) {
        var ids = memories.stream().map(MemoryId::value).toArray(Long[]::new);
        return states(projection, isOf(tenant).and(MEMORY_LOG.MEMORY_ID.eq(DSL.any(ids))), ids.length);
    }

    /// Counts the tenants and memories, in as many statements as that takes.
    Extent extent(TenantScope scope) {
        Set<Tenant> tenants = new HashSet<>();
        var memories = 0L;
        var ids = sql.select(DSL.min(MEMORY_LOG.MEMORY_ID), DSL.max(MEMORY_LOG.MEMORY_ID))
                .from(MEMORY_LOG)
                .fetchSingle();
        var last = Objects.requireNonNullElse(ids.value2(), 0L);
        for (var first = Objects.requireNonNullElse(ids.value1(), 1L); first <= last; first += MAX_COUNTED) {
            for (var tenant : sql.select(MEMORY_LOG.USER_ID, MEMORY_LOG.PROJECT_ID, DSL.count())
                    .from(MEMORY_LOG)
                    .where(isWithin(scope))
                    .and(MEMORY_LOG.MEMORY_ID.ge(first))
                    .and(MEMORY_LOG.MEMORY_ID.lt(first + MAX_COUNTED))
                    .groupBy(MEMORY_LOG.USER_ID, MEMORY_LOG.PROJECT_ID)
                    .fetch()) {
                tenants.add(new Tenant(tenant.value1(), tenant.value2()));
                memories += tenant.value3();
            }
        }
        return new Extent(tenants.size(), memories);
    }

    /// About how many memories there are: exact below 100,000, and as PostgreSQL's planner estimates beyond.
    long estimate(TenantScope scope) {
        var all = sql.selectOne().from(MEMORY_LOG).where(isWithin(scope));
        long counted = sql.fetchCount(
                sql.selectOne().from(MEMORY_LOG).where(isWithin(scope)).limit(MAX_COUNTED));
        return counted < MAX_COUNTED
                ? counted
                : Math.max(counted, (long) sql.explain(all).rows());
    }

    private NavigableMap<MemoryId, LogState> states(Projection projection, Condition which, int limit) {
        var states = new TreeMap<MemoryId, LogState>();
        sql.resultQuery(STATES, which, DSL.val(limit), DSL.val(projection.wireName()))
                .fetch(LogInventoryRepository::state)
                .forEach(state -> states.put(state.memory(), state));
        return states;
    }

    private static Condition isOf(Tenant tenant) {
        return isWithin(TenantScope.of(tenant));
    }

    private static Condition isWithin(TenantScope scope) {
        return FindingRepository.isWithin(scope, MEMORY_LOG.USER_ID, MEMORY_LOG.PROJECT_ID);
    }

    private static LogState state(Record row) {
        return new LogState(
                new MemoryId(row.get("memory_id", Long.class)),
                row.get("stream_version", Long.class),
                row.get("deleted", Boolean.class),
                row.get("moved_at", OffsetDateTime.class).toInstant(),
                row.get("published", Boolean.class),
                row.get("acknowledged", Boolean.class),
                row.get("dead_lettered", Boolean.class));
    }

    record Extent(long tenants, long memories) {}
}
