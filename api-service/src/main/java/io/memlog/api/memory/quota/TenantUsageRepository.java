package io.memlog.api.memory.quota;

import static io.memlog.api.tables.Tables.EVENT;
import static io.memlog.api.tables.Tables.MEMORY_LOG;

import java.math.BigDecimal;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What a user and project hold.
@Component
record TenantUsageRepository(DSLContext sql) {

    private static final Field<Long> STORED_BYTES =
            DSL.field("coalesce(sum(pg_column_size({0})), 0)", Long.class, MEMORY_LOG.STATE);

    /// @param memories memory logs that are not deleted
    /// @param bytes    of their current versions in the database, as they are compressed there, and of the
    ///     events of agents as they were sent
    record Usage(long memories, long bytes) {}

    /// @param userId    null for events without one; there are no such memory logs
    /// @param projectId the same
    Usage usage(@Nullable String userId, @Nullable String projectId) {
        var memories = sql.select(DSL.count(), STORED_BYTES)
                .from(MEMORY_LOG)
                .where(MEMORY_LOG.USER_ID.eq(userId))
                .and(MEMORY_LOG.PROJECT_ID.eq(projectId))
                .and(MEMORY_LOG.DELETED_AT.isNull())
                .fetchSingle();
        var events = sql.select(DSL.coalesce(DSL.sum(EVENT.DATA_BYTES), BigDecimal.ZERO))
                .from(EVENT)
                .where(userId == null ? EVENT.USER_ID.isNull() : EVENT.USER_ID.eq(userId))
                .and(projectId == null ? EVENT.PROJECT_ID.isNull() : EVENT.PROJECT_ID.eq(projectId))
                .and("metadata ->> 'agent_event' is not null")
                .fetchSingle()
                .value1();
        return new Usage(memories.value1(), memories.value2() + events.longValue());
    }
}
