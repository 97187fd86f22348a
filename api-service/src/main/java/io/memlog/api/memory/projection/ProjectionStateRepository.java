package io.memlog.api.memory.projection;

import static io.memlog.api.tables.Tables.MEMORY_LOG;
import static io.memlog.api.tables.Tables.PROJECTION_STATE;

import io.memlog.api.memory.projection.ProjectionState.State;
import io.memlog.schemas.json.WireEnum;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;

/// What the projections reported about each memory.
@Component
record ProjectionStateRepository(DSLContext sql) {

    private static final int MAX_PENDING = 1_001;

    /// A newer version always counts; at the same version a memory that is stored stays stored.
    private static final String RECORD = """
            INSERT INTO projection_state AS known (memory_id, projection, version, state, at)
            SELECT report.*
            FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::timestamptz[])
                    AS report (memory_id, projection, version, state, at)
            JOIN memory_log USING (memory_id)
            ON CONFLICT (memory_id, projection) DO UPDATE
                SET version = excluded.version, state = excluded.state, at = excluded.at
                WHERE excluded.version > known.version
                   OR excluded.version = known.version AND known.state NOT IN ('stored', excluded.state)
            RETURNING memory_id, projection, version, state, at,
                (SELECT updated_at FROM memory_log WHERE memory_log.memory_id = known.memory_id) AS updated_at
            """;

    private static final String LOCK_MEMORIES = """
            SELECT FROM memory_log WHERE memory_id = ANY (?) ORDER BY memory_id FOR NO KEY UPDATE
            """;

    private static final String MARK_INDEXED = """
            UPDATE memory_log SET indexed = true
            WHERE memory_id = ANY (?) AND NOT indexed AND ? = (
                SELECT count(*) FROM projection_state
                WHERE projection_state.memory_id = memory_log.memory_id
                  AND projection_state.version >= memory_log.version
                  AND projection_state.state IN ('stored', 'deleted'))
            """;

    private static final String MARK_STATES_PENDING = """
            UPDATE projection_state SET state = 'pending', at = ?::timestamptz
            WHERE memory_id = ANY (?) AND projection = ? AND state <> 'pending'
            """;

    private static final String MARK_MEMORIES_NOT_INDEXED = """
            UPDATE memory_log SET indexed = false WHERE memory_id = ANY (?) AND indexed
            """;

    private static final Comparator<ProjectionState> PROGRESS =
            Comparator.comparingLong(ProjectionState::version).thenComparing(report -> report.state() == State.STORED);

    Map<MemoryId, Map<Projection, ProjectionState>> find(Collection<MemoryId> memories) {
        return sql
                .selectFrom(PROJECTION_STATE)
                .where(PROJECTION_STATE.MEMORY_ID.eq(DSL.any(ids(memories))))
                .fetch()
                .stream()
                .map(ProjectionStateRepository::state)
                .collect(Collectors.groupingBy(
                        ProjectionState::memory, Collectors.toMap(ProjectionState::projection, Function.identity())));
    }

    /// Locks the memory logs until the transaction ends, in the order of their ids and before anything
    /// else of them, as a deletion does.
    void lock(Collection<MemoryId> memories) {
        Object locked = ids(memories);
        sql.execute(LOCK_MEMORIES, locked);
    }

    /// Stores the reports that are newer than the stored ones, and returns those. Reports about memories that
    /// do not exist are ignored.
    List<StateChange> record(Collection<ProjectionState> reports) {
        var newest = newestOfEach(reports);
        if (newest.isEmpty()) {
            return List.of();
        }
        var changes = sql.resultQuery(
                        RECORD,
                        column(newest, report -> report.memory().value(), Long[]::new),
                        column(newest, report -> report.projection().wireName(), String[]::new),
                        column(newest, ProjectionState::version, Long[]::new),
                        column(newest, report -> report.state().wireName(), String[]::new),
                        column(newest, report -> report.at().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new))
                .coerce(
                        PROJECTION_STATE.MEMORY_ID,
                        PROJECTION_STATE.PROJECTION,
                        PROJECTION_STATE.VERSION,
                        PROJECTION_STATE.STATE,
                        PROJECTION_STATE.AT,
                        MEMORY_LOG.UPDATED_AT)
                .fetch(row -> new StateChange(state(row), row.get(MEMORY_LOG.UPDATED_AT)));
        markIndexed(changes);
        return changes;
    }

    void markPending(Projection projection, Collection<MemoryId> memories, Instant now) {
        lock(memories);
        Object ids = ids(memories);
        sql.execute(MARK_STATES_PENDING, now.atOffset(ZoneOffset.UTC), ids, projection.wireName());
        sql.execute(MARK_MEMORIES_NOT_INDEXED, ids);
    }

    /// Counts up to [#MAX_PENDING]: every search asks, and a rebuild makes all memories pending.
    int countPending(Tenant tenant) {
        var pending = sql.selectOne()
                .from(MEMORY_LOG)
                .where(MEMORY_LOG.USER_ID.eq(tenant.userId()))
                .and(MEMORY_LOG.PROJECT_ID.eq(tenant.projectId()))
                .and(DSL.not(MEMORY_LOG.INDEXED))
                .and(MEMORY_LOG.DELETED_AT.isNull())
                .limit(MAX_PENDING);
        return sql.fetchCount(pending);
    }

    private void markIndexed(List<StateChange> changes) {
        Object memories = ids(changes.stream()
                .map(change -> change.state().memory())
                .distinct()
                .toList());
        sql.execute(MARK_INDEXED, memories, Projection.values().length);
    }

    /// One report of each memory and projection, in the order of the memories, so that concurrent batches do not
    /// deadlock.
    private static List<ProjectionState> newestOfEach(Collection<ProjectionState> reports) {
        return reports.stream()
                .collect(Collectors.toMap(
                        report -> Map.entry(report.memory(), report.projection()),
                        Function.identity(),
                        BinaryOperator.maxBy(PROGRESS),
                        LinkedHashMap::new))
                .values()
                .stream()
                .sorted(Comparator.comparing(ProjectionState::memory).thenComparing(ProjectionState::projection))
                .toList();
    }

    private static <T> Object column(
            List<ProjectionState> reports, Function<ProjectionState, T> value, IntFunction<T[]> array) {
        return reports.stream().map(value).toArray(array);
    }

    private static ProjectionState state(Record row) {
        return new ProjectionState(
                new MemoryId(row.get(PROJECTION_STATE.MEMORY_ID)),
                Projection.parse(row.get(PROJECTION_STATE.PROJECTION)),
                row.get(PROJECTION_STATE.VERSION),
                WireEnum.parse(State.class, row.get(PROJECTION_STATE.STATE)),
                row.get(PROJECTION_STATE.AT));
    }

    private static Long[] ids(Collection<MemoryId> memories) {
        return memories.stream().map(MemoryId::value).toArray(Long[]::new);
    }

    /// A state that is new, and when the memory's current version was stored.
    record StateChange(ProjectionState state, Instant changedAt) {}
}
