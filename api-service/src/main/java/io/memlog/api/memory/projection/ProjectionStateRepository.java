package io.memlog.api.memory.projection;

import io.memlog.api.memory.projection.ProjectionState.State;
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
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.springframework.stereotype.Component;

/// What the indexes reported about each memory.
@Component
public final class ProjectionStateRepository {

    private static final String FIND = """
            SELECT memory_id, projection, version, state, at
            FROM projection_state
            WHERE memory_id = ANY (?)
            """;

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

    private static final String INDEXED = """
            UPDATE memory_log SET indexed = true
            WHERE memory_id = ANY (?) AND NOT indexed AND ? = (
                SELECT count(*) FROM projection_state
                WHERE projection_state.memory_id = memory_log.memory_id
                  AND projection_state.version >= memory_log.version
                  AND projection_state.state IN ('stored', 'deleted'))
            """;

    /// Locks in the order of the memories, as reports do.
    private static final String PEND_STATES = """
            WITH mine AS MATERIALIZED (
                SELECT memory_id, projection FROM projection_state
                WHERE memory_id = ANY (?) AND projection = ? AND state <> 'pending'
                ORDER BY memory_id
                FOR NO KEY UPDATE)
            UPDATE projection_state AS known SET state = 'pending', at = ?::timestamptz
            FROM mine
            WHERE known.memory_id = mine.memory_id AND known.projection = mine.projection
            """;

    private static final String PEND_MEMORIES = """
            WITH mine AS MATERIALIZED (
                SELECT memory_id FROM memory_log
                WHERE memory_id = ANY (?) AND indexed
                ORDER BY memory_id
                FOR NO KEY UPDATE)
            UPDATE memory_log SET indexed = false FROM mine WHERE memory_log.memory_id = mine.memory_id
            """;

    private static final String PENDING = """
            SELECT count(*) FROM memory_log
            WHERE user_id = ? AND project_id = ? AND NOT indexed AND deleted_at IS NULL
            """;

    private static final Comparator<ProjectionState> PROGRESS =
            Comparator.comparingLong(ProjectionState::version).thenComparing(report -> report.state() == State.STORED);

    private final DSLContext sql;

    ProjectionStateRepository(DSLContext sql) {
        this.sql = sql;
    }

    /// The reports by memory and projection; what was never reported is absent.
    public Map<MemoryId, Map<Projection, ProjectionState>> of(Collection<MemoryId> memories) {
        if (memories.isEmpty()) {
            return Map.of();
        }
        Object ids = memories.stream().map(MemoryId::value).toArray(Long[]::new);
        return sql.fetch(FIND, ids).stream()
                .map(ProjectionStateRepository::state)
                .collect(Collectors.groupingBy(
                        ProjectionState::memory, Collectors.toMap(ProjectionState::projection, Function.identity())));
    }

    /// Takes reports over, as far as they are newer than what is known, and returns those that changed
    /// something. Reports about memories that do not exist are passed over.
    public List<Reached> record(Collection<ProjectionState> reports) {
        var newest = newestOfEach(reports);
        if (newest.isEmpty()) {
            return List.of();
        }
        var reached = sql.fetch(
                        RECORD,
                        column(newest, report -> report.memory().value(), Long[]::new),
                        column(newest, report -> report.projection().wireName(), String[]::new),
                        column(newest, ProjectionState::version, Long[]::new),
                        column(newest, report -> report.state().wireName(), String[]::new),
                        column(newest, report -> report.at().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new))
                .map(row -> new Reached(state(row), time(row, "updated_at").toInstant()));
        markIndexed(reached);
        return reached;
    }

    /// Makes an index pending again as to these memories, whatever it reported about them.
    public void pend(Projection projection, Collection<MemoryId> memories, Instant now) {
        Object ids = memories.stream().map(MemoryId::value).toArray(Long[]::new);
        sql.execute(PEND_STATES, ids, projection.wireName(), now.atOffset(ZoneOffset.UTC));
        sql.execute(PEND_MEMORIES, ids);
    }

    /// How many memories of the tenant are not in every index yet.
    public int pending(Tenant tenant) {
        return sql.fetchSingle(PENDING, tenant.userId(), tenant.projectId()).get(0, Integer.class);
    }

    private void markIndexed(List<Reached> reached) {
        Object memories = reached.stream()
                .map(report -> report.state().memory().value())
                .distinct()
                .toArray(Long[]::new);
        sql.execute(INDEXED, memories, Projection.values().length);
    }

    /// One report of each memory and index, in the order of the memories, so that concurrent batches do not
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
            List<ProjectionState> reports,
            Function<ProjectionState, T> value,
            java.util.function.IntFunction<T[]> array) {
        return reports.stream().map(value).toArray(array);
    }

    private static ProjectionState state(Record row) {
        return new ProjectionState(
                new MemoryId(row.get("memory_id", Long.class)),
                Projection.parse(row.get("projection", String.class)),
                row.get("version", Long.class),
                State.parse(row.get("state", String.class)),
                time(row, "at").toInstant());
    }

    private static OffsetDateTime time(Record row, String column) {
        return Objects.requireNonNull(row.get(column, OffsetDateTime.class));
    }

    /// A state that is new, and when the memory's current version was stored.
    public record Reached(ProjectionState state, Instant changedAt) {}
}
