package io.memlog.api.memory;

import static io.memlog.api.tables.Tables.MEMORY_LOG;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;

/// The newest version of every memory log.
@Component
record MemoryLogRepository(DSLContext sql) {

    private static final Field<String> TASK = DSL.field("{0} ->> 'task'", String.class, MEMORY_LOG.STATE);
    private static final Field<String> DATE = DSL.field("{0} ->> 'date'", String.class, MEMORY_LOG.STATE);

    Optional<StoredMemory> find(MemoryId id) {
        return sql.selectFrom(MEMORY_LOG)
                .where(MEMORY_LOG.MEMORY_ID.eq(id.value()))
                .fetchOptional(row -> {
                    var deletedAt = row.get(MEMORY_LOG.DELETED_AT);
                    if (deletedAt == null) {
                        return new StoredMemory.Current(memory(row.get(MEMORY_LOG.STATE)));
                    }
                    var tenant = new Tenant(row.get(MEMORY_LOG.USER_ID), row.get(MEMORY_LOG.PROJECT_ID));
                    return new StoredMemory.Deleted(id, tenant, row.get(MEMORY_LOG.VERSION), deletedAt);
                });
    }

    Map<MemoryId, MemorySummary> current(Tenant tenant, Collection<MemoryId> ids) {
        return sql.select(MEMORY_LOG.MEMORY_ID, MEMORY_LOG.VERSION, TASK, MEMORY_LOG.AGENT, DATE)
                .from(MEMORY_LOG)
                .where(MEMORY_LOG.MEMORY_ID.eq(
                        DSL.any(ids.stream().map(MemoryId::value).toArray(Long[]::new))))
                .and(MEMORY_LOG.USER_ID.eq(tenant.userId()))
                .and(MEMORY_LOG.PROJECT_ID.eq(tenant.projectId()))
                .and(MEMORY_LOG.DELETED_AT.isNull())
                .fetchMap(
                        row -> new MemoryId(row.value1()),
                        row -> new MemorySummary(
                                new MemoryId(row.value1()), row.value2(), row.value3(), row.value4(), row.value5()));
    }

    private static MemoryLog memory(JSON state) {
        return Json.mapper().readValue(state.data(), MemoryLog.class);
    }
}
