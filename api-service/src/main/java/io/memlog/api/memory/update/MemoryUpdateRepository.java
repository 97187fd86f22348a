package io.memlog.api.memory.update;

import static io.memlog.api.tables.Tables.MEMORY_EMBEDDING;
import static io.memlog.api.tables.Tables.MEMORY_LOG;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tags;
import java.time.Instant;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;

/// Changes memory logs, within the caller's transaction.
@Component
record MemoryUpdateRepository(DSLContext sql) {

    /// Keeps other transactions from changing the memory log until this one ends.
    void lock(MemoryId memory) {
        sql.select(MEMORY_LOG.MEMORY_ID)
                .from(MEMORY_LOG)
                .where(MEMORY_LOG.MEMORY_ID.eq(memory.value()))
                .forUpdate()
                .fetch();
    }

    /// The size of the current version in the database, compressed.
    long storedBytes(MemoryId memory) {
        return sql.select(DSL.field("pg_column_size({0})", Long.class, MEMORY_LOG.STATE))
                .from(MEMORY_LOG)
                .where(MEMORY_LOG.MEMORY_ID.eq(memory.value()))
                .fetchSingle()
                .value1();
    }

    /// Replaces the stored version by a newer one.
    void replace(MemoryLog memory) {
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

    /// Marks as deleted. The last state stays for the record.
    void delete(MemoryId memory, long version, Instant at) {
        sql.update(MEMORY_LOG)
                .set(MEMORY_LOG.VERSION, version)
                .set(MEMORY_LOG.UPDATED_AT, at)
                .set(MEMORY_LOG.DELETED_AT, at)
                .set(MEMORY_LOG.INDEXED, false)
                .where(MEMORY_LOG.MEMORY_ID.eq(memory.value()))
                .execute();
    }

    void deleteVectors(MemoryId memory) {
        sql.deleteFrom(MEMORY_EMBEDDING)
                .where(MEMORY_EMBEDDING.MEMORY_ID.eq(memory.value()))
                .execute();
    }
}
