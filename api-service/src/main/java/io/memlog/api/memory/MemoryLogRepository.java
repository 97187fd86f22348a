package io.memlog.api.memory;

import static io.memlog.api.tables.Tables.MEMORY_LOG;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.springframework.stereotype.Component;

/// The newest version of every memory log.
@Component
record MemoryLogRepository(DSLContext sql) {

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

    private static MemoryLog memory(JSON state) {
        return Json.mapper().readValue(state.data(), MemoryLog.class);
    }
}
