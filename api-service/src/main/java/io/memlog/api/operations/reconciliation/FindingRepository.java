package io.memlog.api.operations.reconciliation;

import static io.memlog.api.tables.Tables.SYNC_FINDING;

import io.memlog.api.operations.reconciliation.Finding.Discrepancy;
import io.memlog.schemas.json.WireEnum;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Findings, one row for each memory and index.
@Component
final class FindingRepository {

    private static final String RECORD = """
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

    private final DSLContext sql;

    FindingRepository(DSLContext sql) {
        this.sql = sql;
    }

    /// Opens findings about memories of a tenant, or reopens closed ones.
    void record(Projection projection, Tenant tenant, Map<MemoryId, Discrepancy> found, Instant now) {
        if (found.isEmpty()) {
            return;
        }
        var sorted = new TreeMap<>(found);
        var discrepancies = sorted.values();
        sql.execute(
                RECORD,
                projection.wireName(),
                tenant.userId(),
                tenant.projectId(),
                now,
                now,
                (Object) ids(sorted.keySet()),
                (Object)
                        discrepancies.stream().map(one -> one.kind().wireName()).toArray(String[]::new),
                (Object) discrepancies.stream().map(Discrepancy::damaged).toArray(Boolean[]::new),
                (Object) discrepancies.stream().map(Discrepancy::logVersion).toArray(Long[]::new),
                (Object) discrepancies.stream().map(Discrepancy::indexVersion).toArray(Long[]::new));
    }

    /// Closes open findings about memories that agree without a repair.
    void resolve(Projection projection, Tenant tenant, Collection<MemoryId> memories, Instant now) {
        if (!memories.isEmpty()) {
            sql.update(SYNC_FINDING)
                    .set(SYNC_FINDING.STATE, FindingState.RESOLVED.wireName())
                    .set(SYNC_FINDING.LAST_SEEN, now)
                    .where(isOpen(projection, tenant, memories))
                    .execute();
        }
    }

    /// Closes open findings about the memories of a range, except the given ones.
    ///
    /// @param upTo null for no end
    void resolveRangeExcept(
            Projection projection,
            Tenant tenant,
            long above,
            @Nullable Long upTo,
            Collection<MemoryId> except,
            Instant now) {
        sql.update(SYNC_FINDING)
                .set(SYNC_FINDING.STATE, FindingState.RESOLVED.wireName())
                .set(SYNC_FINDING.LAST_SEEN, now)
                .where(isOpen(projection, tenant))
                .and(SYNC_FINDING.MEMORY_ID.gt(above))
                .and(SYNC_FINDING.MEMORY_ID.le(upTo == null ? Long.MAX_VALUE : upTo))
                .and(SYNC_FINDING.MEMORY_ID.ne(DSL.all(ids(except))))
                .execute();
    }

    /// Records the action of a repair on open findings.
    void recordRepair(
            Projection projection,
            Tenant tenant,
            Collection<MemoryId> memories,
            RepairAction action,
            UUID job,
            Instant now) {
        sql.update(SYNC_FINDING)
                .set(SYNC_FINDING.REMEDY, action.wireName())
                .set(SYNC_FINDING.REPAIR_AT, now)
                .set(SYNC_FINDING.JOB_ID, job)
                .where(isOpen(projection, tenant, memories))
                .execute();
    }

    /// Closes open findings about memories that a repair has corrected.
    void closeRepaired(Projection projection, Tenant tenant, Collection<MemoryId> memories, UUID job, Instant now) {
        sql.update(SYNC_FINDING)
                .set(SYNC_FINDING.STATE, FindingState.REPAIRED.wireName())
                .set(SYNC_FINDING.REPAIR_AT, now)
                .set(SYNC_FINDING.JOB_ID, job)
                .where(isOpen(projection, tenant, memories))
                .execute();
    }

    /// Open findings by number.
    ///
    /// @param after only higher numbers
    List<Finding> findOpen(Projection projection, TenantScope scope, long after, int limit) {
        return sql.selectFrom(SYNC_FINDING)
                .where(isOpen(projection))
                .and(SYNC_FINDING.NUMBER.gt(after))
                .and(isWithin(scope))
                .orderBy(SYNC_FINDING.NUMBER)
                .limit(limit)
                .fetch(FindingRepository::finding);
    }

    long countOpen(Projection projection, TenantScope scope) {
        return sql.fetchCount(SYNC_FINDING, isOpen(projection).and(isWithin(scope)));
    }

    /// The highest numbers first.
    ///
    /// @param before only lower numbers, where given
    List<Finding> list(Finding.Filter filter, @Nullable Long before, int limit) {
        return sql.selectFrom(SYNC_FINDING)
                .where(given(filter.projection(), projection -> SYNC_FINDING.PROJECTION.eq(projection.wireName())))
                .and(given(filter.kind(), kind -> SYNC_FINDING.KIND.eq(kind.wireName())))
                .and(given(filter.state(), state -> SYNC_FINDING.STATE.eq(state.wireName())))
                .and(isWithin(filter.scope()))
                .and(given(before, SYNC_FINDING.NUMBER::lt))
                .orderBy(SYNC_FINDING.NUMBER.desc())
                .limit(limit)
                .fetch(FindingRepository::finding);
    }

    List<Finding.Count> count() {
        var count = DSL.count();
        return sql.select(SYNC_FINDING.PROJECTION, SYNC_FINDING.KIND, SYNC_FINDING.STATE, count)
                .from(SYNC_FINDING)
                .groupBy(SYNC_FINDING.PROJECTION, SYNC_FINDING.KIND, SYNC_FINDING.STATE)
                .fetch(row -> new Finding.Count(
                        Projection.parse(row.get(SYNC_FINDING.PROJECTION)), kind(row), state(row), row.get(count)));
    }

    private static Condition isOpen(Projection projection, Tenant tenant, Collection<MemoryId> memories) {
        return isOpen(projection, tenant).and(SYNC_FINDING.MEMORY_ID.eq(DSL.any(ids(memories))));
    }

    private static Condition isOpen(Projection projection, Tenant tenant) {
        return isOpen(projection).and(isWithin(new TenantScope(tenant.userId(), tenant.projectId())));
    }

    private static Condition isOpen(Projection projection) {
        return SYNC_FINDING.PROJECTION.eq(projection.wireName()).and(SYNC_FINDING.STATE.eq(DSL.inline("open")));
    }

    private static Condition isWithin(TenantScope scope) {
        return given(scope.userId(), SYNC_FINDING.USER_ID::eq)
                .and(given(scope.projectId(), SYNC_FINDING.PROJECT_ID::eq));
    }

    private static <T> Condition given(@Nullable T value, Function<T, Condition> condition) {
        return value == null ? DSL.noCondition() : condition.apply(value);
    }

    private static Finding finding(Record row) {
        var tenant = new Tenant(row.get(SYNC_FINDING.USER_ID), row.get(SYNC_FINDING.PROJECT_ID));
        var action = row.get(SYNC_FINDING.REMEDY);
        return new Finding(
                row.get(SYNC_FINDING.NUMBER),
                Projection.parse(row.get(SYNC_FINDING.PROJECTION)),
                new MemoryKey(new MemoryId(row.get(SYNC_FINDING.MEMORY_ID)), tenant),
                new Discrepancy(
                        kind(row),
                        row.get(SYNC_FINDING.DAMAGED),
                        row.get(SYNC_FINDING.LOG_VERSION),
                        row.get(SYNC_FINDING.INDEX_VERSION)),
                row.get(SYNC_FINDING.FIRST_SEEN),
                row.get(SYNC_FINDING.LAST_SEEN),
                state(row),
                action == null ? null : RepairAction.parse(action),
                row.get(SYNC_FINDING.REPAIR_AT),
                row.get(SYNC_FINDING.JOB_ID));
    }

    private static FindingKind kind(Record row) {
        return WireEnum.parse(FindingKind.class, row.get(SYNC_FINDING.KIND));
    }

    private static FindingState state(Record row) {
        return WireEnum.parse(FindingState.class, row.get(SYNC_FINDING.STATE));
    }

    private static Long[] ids(Collection<MemoryId> memories) {
        return memories.stream().map(MemoryId::value).toArray(Long[]::new);
    }
}
