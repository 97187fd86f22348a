package io.memlog.api.memory.store;

import static io.memlog.api.tables.Sequences.MEMORY_LOG_ID;
import static io.memlog.api.tables.Tables.IDEMPOTENCY_KEY;
import static io.memlog.api.tables.Tables.MEMORY_LOG;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tags;
import java.time.Instant;
import java.util.Arrays;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.springframework.stereotype.Component;

/// Adds memory logs, and remembers the idempotency keys that stored them; all within the caller's transaction.
@Component
record StoreRepository(DSLContext sql) {

    private static final String TRY_LOCK =
            "SELECT pg_try_advisory_xact_lock(hashtextextended(jsonb_build_array(?, ?, ?)::text, 1))";

    /// A number that no memory log has had.
    MemoryId nextId() {
        return new MemoryId(sql.nextval(MEMORY_LOG_ID));
    }

    /// Adds version 1.
    void insert(MemoryLog memory) {
        sql.insertInto(MEMORY_LOG)
                .set(MEMORY_LOG.MEMORY_ID, memory.id().value())
                .set(MEMORY_LOG.VERSION, memory.version())
                .set(MEMORY_LOG.USER_ID, memory.userId())
                .set(MEMORY_LOG.PROJECT_ID, memory.projectId())
                .set(MEMORY_LOG.AGENT, memory.agent())
                .set(MEMORY_LOG.CONVERSATION_ID, memory.conversationId())
                .set(MEMORY_LOG.REQUEST_ID, memory.requestId())
                .set(MEMORY_LOG.DATE_FIRST, memory.date().first())
                .set(MEMORY_LOG.DATE_LAST, memory.date().last())
                .set(MEMORY_LOG.TAGS, Tags.of(memory.rawData()).toArray(String[]::new))
                .set(MEMORY_LOG.STATE, JSON.json(Json.mapper().writeValueAsString(memory)))
                .set(MEMORY_LOG.UPDATED_AT, memory.updatedAt())
                .execute();
    }

    /// Takes the key for the rest of the transaction, by an advisory lock, so that a second request with the
    /// same key does not wait for the first.
    Claim claim(IdempotencyKey key, Instant notBefore) {
        var tenant = key.tenant();
        if (!sql.fetchSingle(TRY_LOCK, tenant.userId(), tenant.projectId(), key.key())
                .get(0, Boolean.class)) {
            return new Claim.InProgress();
        }
        return sql.select(IDEMPOTENCY_KEY.MEMORY_ID, IDEMPOTENCY_KEY.BODY_SHA256, IDEMPOTENCY_KEY.CREATED_AT)
                .from(IDEMPOTENCY_KEY)
                .where(IDEMPOTENCY_KEY.USER_ID.eq(tenant.userId()))
                .and(IDEMPOTENCY_KEY.PROJECT_ID.eq(tenant.projectId()))
                .and(IDEMPOTENCY_KEY.KEY.eq(key.key()))
                .and(IDEMPOTENCY_KEY.CREATED_AT.ge(notBefore))
                .fetchOptional(row -> Arrays.equals(row.value2(), key.bodySha256())
                        ? new Claim.Completed(new MemoryId(row.value1()), row.value3())
                        : new Claim.PayloadMismatch())
                .orElseGet(Claim.Acquired::new);
    }

    /// Remembers what the claimed key stored.
    void remember(IdempotencyKey key, MemoryId stored, Instant now) {
        sql.insertInto(IDEMPOTENCY_KEY)
                .set(IDEMPOTENCY_KEY.USER_ID, key.tenant().userId())
                .set(IDEMPOTENCY_KEY.PROJECT_ID, key.tenant().projectId())
                .set(IDEMPOTENCY_KEY.KEY, key.key())
                .set(IDEMPOTENCY_KEY.BODY_SHA256, key.bodySha256())
                .set(IDEMPOTENCY_KEY.MEMORY_ID, stored.value())
                .set(IDEMPOTENCY_KEY.CREATED_AT, now)
                .onConflict(IDEMPOTENCY_KEY.USER_ID, IDEMPOTENCY_KEY.PROJECT_ID, IDEMPOTENCY_KEY.KEY)
                .doUpdate()
                .set(IDEMPOTENCY_KEY.BODY_SHA256, key.bodySha256())
                .set(IDEMPOTENCY_KEY.MEMORY_ID, stored.value())
                .set(IDEMPOTENCY_KEY.CREATED_AT, now)
                .execute();
    }

    /// The result of claiming a key.
    sealed interface Claim {

        /// The key has stored nothing yet.
        record Acquired() implements Claim {}

        /// Another transaction uses the key at this moment.
        record InProgress() implements Claim {}

        /// The key has stored a memory from the same body.
        ///
        /// @param at when
        record Completed(MemoryId memory, Instant at) implements Claim {}

        /// The key has stored a memory from another body.
        record PayloadMismatch() implements Claim {}
    }
}
