package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.springframework.stereotype.Component;

/// Discrepancies that are to be confirmed, by the run of a check.
@Component
final class SuspectedDiscrepancyRepository {

    private static final String ADD = """
            INSERT INTO sync_suspect (run, projection, user_id, project_id, memory_id, log_version, settled, seen_at)
            SELECT ?, ?, suspect.*
            FROM unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::boolean[], ?::timestamptz[])
                    AS suspect (user_id, project_id, memory_id, log_version, settled, seen_at)
            ON CONFLICT DO NOTHING
            """;

    private static final String NEXT = """
            WITH first AS (
                SELECT tries, user_id, project_id FROM sync_suspect
                WHERE run = ? AND projection = ?
                ORDER BY tries, user_id, project_id
                LIMIT 1)
            SELECT user_id, project_id, memory_id, log_version, settled, seen_at
            FROM sync_suspect JOIN first USING (tries, user_id, project_id)
            WHERE run = ? AND projection = ?
            ORDER BY memory_id
            LIMIT ?
            """;

    private static final String OF_TENANT = """
             WHERE run = ? AND projection = ? AND user_id = ? AND project_id = ? AND memory_id = ANY (?)
            """;

    private static final String DELETE = "DELETE FROM sync_suspect" + OF_TENANT;

    private static final String REQUEUE = "UPDATE sync_suspect SET tries = tries + 1" + OF_TENANT;

    private static final String CLEAR = """
            DELETE FROM sync_suspect WHERE run = ? AND projection = ? OR seen_at < now() - interval '1 day'
            """;

    private final DSLContext sql;

    SuspectedDiscrepancyRepository(DSLContext sql) {
        this.sql = sql;
    }

    void add(UUID run, Projection projection, Collection<SuspectedDiscrepancy> suspects) {
        if (!suspects.isEmpty()) {
            sql.execute(
                    ADD,
                    run,
                    projection.wireName(),
                    column(suspects, suspect -> suspect.tenant().userId(), String[]::new),
                    column(suspects, suspect -> suspect.tenant().projectId(), String[]::new),
                    column(suspects, suspect -> suspect.memory().value(), Long[]::new),
                    suspects.stream().map(SuspectedDiscrepancy::logVersion).toArray(Long[]::new),
                    column(suspects, SuspectedDiscrepancy::acknowledged, Boolean[]::new),
                    column(suspects, suspect -> suspect.seenAt(), Instant[]::new));
        }
    }

    /// The next ones of one tenant by id; requeued ones come last.
    List<SuspectedDiscrepancy> next(UUID run, Projection projection, int limit) {
        var name = projection.wireName();
        return sql.fetch(NEXT, run, name, run, name, limit).map(SuspectedDiscrepancyRepository::suspect);
    }

    void delete(UUID run, Projection projection, Tenant tenant, Collection<MemoryId> memories) {
        execute(DELETE, run, projection, tenant, memories);
    }

    /// Moves undecided ones behind all others.
    void requeue(UUID run, Projection projection, Tenant tenant, Collection<MemoryId> memories) {
        execute(REQUEUE, run, projection, tenant, memories);
    }

    /// Deletes what this run has left, and what other runs left a day ago.
    void clear(UUID run, Projection projection) {
        sql.execute(CLEAR, run, projection.wireName());
    }

    private void execute(
            String statement, UUID run, Projection projection, Tenant tenant, Collection<MemoryId> memories) {
        if (!memories.isEmpty()) {
            Object ids = memories.stream().map(MemoryId::value).toArray(Long[]::new);
            sql.execute(statement, run, projection.wireName(), tenant.userId(), tenant.projectId(), ids);
        }
    }

    private static SuspectedDiscrepancy suspect(Record row) {
        return new SuspectedDiscrepancy(
                new MemoryId(row.get("memory_id", Long.class)),
                new Tenant(row.get("user_id", String.class), row.get("project_id", String.class)),
                row.get("log_version", Long.class),
                row.get("settled", Boolean.class),
                Objects.requireNonNull(row.get("seen_at", OffsetDateTime.class)).toInstant());
    }

    private static <T> Object column(
            Collection<SuspectedDiscrepancy> suspects,
            Function<SuspectedDiscrepancy, T> value,
            IntFunction<T[]> array) {
        return suspects.stream().map(value).toArray(array);
    }
}
