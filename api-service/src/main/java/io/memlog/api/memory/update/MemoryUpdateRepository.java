package io.memlog.api.memory.update;

import static io.memlog.api.tables.Tables.MEMORY_EMBEDDING;
import static io.memlog.api.tables.Tables.MEMORY_LOG;

import io.memlog.api.memory.MemoryAccess;
import io.memlog.api.memory.MemoryVersions;
import io.memlog.api.memory.StoredMemory;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.event.MemoryUpdated;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tags;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Changes memory logs within the caller's transaction: the event with its message to publish, and the current
/// state.
@Component
record MemoryUpdateRepository(DSLContext sql, MemoryAccess memories, MemoryVersions versions) {

    /// Returns the newest version, null when there is none, and keeps other transactions from changing the memory
    /// log until this one ends. Where something else appended to the log, the stored version lags behind it and is
    /// first brought up to date.
    @Nullable
    StoredMemory lock(MemoryId memory) {
        sql.select(MEMORY_LOG.MEMORY_ID)
                .from(MEMORY_LOG)
                .where(MEMORY_LOG.MEMORY_ID.eq(memory.value()))
                .forUpdate()
                .fetch();
        var stored = memories.find(memory).orElse(null);
        var missed = versions.newestAfter(memory, stored == null ? 0 : stored.version());
        if (missed.isEmpty()) {
            return stored;
        }
        catchUp(missed.get());
        return memories.find(memory).orElse(null);
    }

    private void catchUp(MemoryChange change) {
        switch (change) {
            case MemoryDeleted deleted -> markDeleted(deleted);
            case MemoryUpdated updated -> replace(updated.memory());
            default -> throw new IllegalStateException("a memory is stored once, not again: " + change.key());
        }
    }

    /// The size of the current version in the database, compressed.
    long storedBytes(MemoryId memory) {
        return sql.select(DSL.field("pg_column_size({0})", Long.class, MEMORY_LOG.STATE))
                .from(MEMORY_LOG)
                .where(MEMORY_LOG.MEMORY_ID.eq(memory.value()))
                .fetchSingle()
                .value1();
    }

    void update(MemoryUpdated change) {
        versions.append(change, change.memory());
        replace(change.memory());
    }

    /// The last state stays for the record.
    ///
    /// @param last the memory log before its deletion
    void delete(MemoryDeleted change, MemoryLog last) {
        versions.append(change, last);
        markDeleted(change);
        sql.deleteFrom(MEMORY_EMBEDDING)
                .where(MEMORY_EMBEDDING.MEMORY_ID.eq(change.memory().value()))
                .execute();
    }

    private void replace(MemoryLog memory) {
        sql.update(MEMORY_LOG)
                .set(MEMORY_LOG.VERSION, memory.version())
                .set(MEMORY_LOG.AGENT, memory.agent())
                .set(MEMORY_LOG.CONVERSATION_ID, memory.conversationId())
                .set(MEMORY_LOG.REQUEST_ID, memory.requestId())
                .set(MEMORY_LOG.DATE_FIRST, memory.date().first())
                .set(MEMORY_LOG.DATE_LAST, memory.date().last())
                .set(MEMORY_LOG.TAGS, Tags.of(memory.rawData()).toArray(String[]::new))
                .set(MEMORY_LOG.STATE, JSON.json(Json.mapper().writeValueAsString(memory)))
                .set(MEMORY_LOG.UPDATED_AT, memory.updatedAt())
                .set(MEMORY_LOG.INDEXED, false)
                .where(MEMORY_LOG.MEMORY_ID.eq(memory.id().value()))
                .execute();
    }

    private void markDeleted(MemoryDeleted change) {
        sql.update(MEMORY_LOG)
                .set(MEMORY_LOG.VERSION, change.version())
                .set(MEMORY_LOG.UPDATED_AT, change.deletedAt())
                .set(MEMORY_LOG.DELETED_AT, change.deletedAt())
                .set(MEMORY_LOG.INDEXED, false)
                .where(MEMORY_LOG.MEMORY_ID.eq(change.memory().value()))
                .execute();
    }
}
