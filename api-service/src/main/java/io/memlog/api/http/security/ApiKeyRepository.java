package io.memlog.api.http.security;

import static io.memlog.api.tables.Tables.API_KEY;

import io.memlog.api.http.Role;
import io.memlog.schemas.json.WireEnum;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// API keys, each found by the hash of its secret. A revoked key stays, so that the audit can name it.
@Component
record ApiKeyRepository(DSLContext sql) {

    /// Waits for others that make a key, until the transaction ends.
    void lock() {
        sql.execute("SELECT pg_advisory_xact_lock(1835363694)");
    }

    /// @return empty when there is a key of this name
    Optional<ApiKey> add(ApiKeyService.NewApiKey key, byte[] secretHash, String createdBy, Instant now) {
        return sql.insertInto(API_KEY)
                .set(API_KEY.NAME, key.name())
                .set(API_KEY.SECRET_HASH, secretHash)
                .set(API_KEY.ROLE, key.role().wireName())
                .set(API_KEY.USER_ID, key.userId())
                .set(API_KEY.PROJECT_ID, key.projectId())
                .set(API_KEY.CREATED_AT, now)
                .set(API_KEY.CREATED_BY, createdBy)
                .set(API_KEY.EXPIRES_AT, key.expiresAt())
                .onConflict(API_KEY.NAME)
                .doNothing()
                .returning()
                .fetchOptional(ApiKeyRepository::apiKey);
    }

    boolean hasAny() {
        return sql.fetchExists(API_KEY);
    }

    Optional<ApiKey> find(byte[] secretHash) {
        return sql.selectFrom(API_KEY)
                .where(API_KEY.SECRET_HASH.eq(secretHash))
                .fetchOptional(ApiKeyRepository::apiKey);
    }

    /// Newest first.
    ///
    /// @param before the last id of the previous page
    List<ApiKey> list(@Nullable Long before, int limit) {
        return sql.selectFrom(API_KEY)
                .where(before == null ? DSL.noCondition() : API_KEY.ID.lt(before))
                .orderBy(API_KEY.ID.desc())
                .limit(limit)
                .fetch(ApiKeyRepository::apiKey);
    }

    /// @return the hash of its secret; empty when there is no such key
    Optional<byte[]> revoke(long id, Instant now) {
        return sql.update(API_KEY)
                .set(API_KEY.REVOKED_AT, DSL.coalesce(API_KEY.REVOKED_AT, DSL.val(now, API_KEY.REVOKED_AT)))
                .where(API_KEY.ID.eq(id))
                .returning(API_KEY.SECRET_HASH)
                .fetchOptional(API_KEY.SECRET_HASH);
    }

    void used(Map<Long, Instant> lastUses) {
        sql.batched(batch -> lastUses.forEach((id, at) -> batch.dsl()
                .update(API_KEY)
                .set(API_KEY.LAST_USED_AT, at)
                .where(API_KEY.ID.eq(id))
                .and(API_KEY.LAST_USED_AT.isNull().or(API_KEY.LAST_USED_AT.lt(at)))
                .execute()));
    }

    private static ApiKey apiKey(Record row) {
        return new ApiKey(
                row.get(API_KEY.ID),
                row.get(API_KEY.NAME),
                WireEnum.parse(Role.class, row.get(API_KEY.ROLE)),
                row.get(API_KEY.USER_ID),
                row.get(API_KEY.PROJECT_ID),
                row.get(API_KEY.CREATED_AT),
                row.get(API_KEY.CREATED_BY),
                row.get(API_KEY.EXPIRES_AT),
                row.get(API_KEY.REVOKED_AT),
                row.get(API_KEY.LAST_USED_AT));
    }
}
