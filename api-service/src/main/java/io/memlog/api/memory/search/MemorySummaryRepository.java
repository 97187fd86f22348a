package io.memlog.api.memory.search;

import static io.memlog.api.tables.Tables.MEMORY_LOG;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import java.util.Collection;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;

/// What a search needs of the memory logs that the indexes found.
@Component
record MemorySummaryRepository(DSLContext sql) {

    private static final Field<String> TASK = DSL.field("{0} ->> 'task'", String.class, MEMORY_LOG.STATE);
    private static final Field<String> DATE = DSL.field("{0} ->> 'date'", String.class, MEMORY_LOG.STATE);

    /// Those of the given memories that belong to the tenant and are not deleted.
    Map<MemoryId, MemorySummary> find(Tenant tenant, Collection<MemoryId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
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
}
