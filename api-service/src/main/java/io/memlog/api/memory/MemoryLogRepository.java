package io.memlog.api.memory;

import static io.memlog.api.tables.Tables.MEMORY_LOG;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The newest version of every memory log.
@Component
record MemoryLogRepository(DSLContext sql) {

    private static final int PREDECESSORS_AT_ONCE = 10;

    /// Names are compared after the limit: as a condition before it, they make the planner read whole conversations.
    private static final String PREDECESSORS = """
            select wanted.memory_id, previous.state
            from unnest(?::bigint[], ?::text[], ?::text[], ?::text[])
                     as wanted (memory_id, user_id, project_id, conversation_id)
            cross join lateral (
                select user_id, project_id, conversation_id, state from memory_log
                where conversation_hash(user_id, project_id, conversation_id)
                          = conversation_hash(wanted.user_id, wanted.project_id, wanted.conversation_id)
                  and memory_id < wanted.memory_id and conversation_id is not null and deleted_at is null
                order by memory_id desc
                limit 1) as previous
            where previous.user_id = wanted.user_id and previous.project_id = wanted.project_id
              and previous.conversation_id = wanted.conversation_id
            """;

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

    /// What is made of each predecessor, by the id of the memory that it comes before. A few of them are in memory at a
    /// time, since each may be large.
    Map<MemoryId, String> predecessors(Collection<MemoryLog> successors, Function<MemoryLog, String> text) {
        var inConversation = successors.stream()
                .filter(memory -> memory.conversationId() != null)
                .toList();
        return inConversation.isEmpty()
                ? Map.of()
                : sql.resultQuery(
                                PREDECESSORS,
                                inConversation.stream()
                                        .map(memory -> memory.id().value())
                                        .toArray(Long[]::new),
                                texts(inConversation, MemoryLog::userId),
                                texts(inConversation, MemoryLog::projectId),
                                texts(inConversation, MemoryLog::conversationId))
                        .coerce(MEMORY_LOG.MEMORY_ID, MEMORY_LOG.STATE)
                        .fetchSize(PREDECESSORS_AT_ONCE)
                        .fetchMap(row -> new MemoryId(row.value1()), row -> text.apply(memory(row.value2())));
    }

    private static Object texts(List<MemoryLog> memories, Function<MemoryLog, @Nullable String> column) {
        return memories.stream().map(column).toArray(String[]::new);
    }

    private static MemoryLog memory(JSON state) {
        return Json.mapper().readValue(state.data(), MemoryLog.class);
    }
}
