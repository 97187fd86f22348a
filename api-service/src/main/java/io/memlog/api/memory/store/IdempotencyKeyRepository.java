package io.memlog.api.memory.store;

import io.memlog.schemas.memory.MemoryId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/// The idempotency keys that stored something.
///
/// Claims a key by an advisory lock of the transaction, so that a second request does not wait for the
/// first.
@Component
final class IdempotencyKeyRepository {

    private static final String LOCK = """
            SELECT pg_try_advisory_xact_lock(hashtextextended(jsonb_build_array(?, ?, ?)::text, 1)) AS free
            """;

    private static final String FIND = """
            SELECT memory_id, encode(body_sha256, 'hex') AS body_sha256
            FROM idempotency_key
            WHERE user_id = ? AND project_id = ? AND key = ? AND created_at >= ?::timestamptz
            """;

    private static final String REMEMBER = """
            INSERT INTO idempotency_key (user_id, project_id, key, body_sha256, memory_id, created_at)
            VALUES (?, ?, ?, ?, ?, ?::timestamptz)
            ON CONFLICT (user_id, project_id, key) DO UPDATE
                SET body_sha256 = excluded.body_sha256, memory_id = excluded.memory_id, created_at = excluded.created_at
            """;

    private final DSLContext sql;

    IdempotencyKeyRepository(DSLContext sql) {
        this.sql = sql;
    }

    /// Takes the key for the rest of the caller's transaction and tells what is known of it.
    public Claim claim(IdempotencyKey key, Instant notBefore) {
        var user = key.tenant().userId();
        var project = key.tenant().projectId();
        var lock = sql.fetchSingle(LOCK, user, project, key.key());
        if (!lock.get("free", Boolean.class)) {
            return new Claim.Busy();
        }
        var row = sql.fetchOne(FIND, user, project, key.key(), notBefore.atOffset(ZoneOffset.UTC));
        if (row == null) {
            return new Claim.Free();
        }
        return row.get("body_sha256", String.class).equals(key.bodySha256())
                ? new Claim.Used(new MemoryId(row.get("memory_id", Long.class)))
                : new Claim.UsedOtherwise();
    }

    /// Remembers what the claimed key stored.
    public void remember(IdempotencyKey key, MemoryId stored, Instant now) {
        sql.execute(
                REMEMBER,
                key.tenant().userId(),
                key.tenant().projectId(),
                key.key(),
                HexFormat.of().parseHex(key.bodySha256()),
                stored.value(),
                now.atOffset(ZoneOffset.UTC));
    }

    /// What came of claiming a key.
    public sealed interface Claim {

        /// The key is the caller's.
        record Free() implements Claim {}

        /// Another transaction is using the key at this moment.
        record Busy() implements Claim {}

        /// The key has stored a memory from the same body.
        record Used(MemoryId memory) implements Claim {}

        /// The key has stored a memory from another body.
        record UsedOtherwise() implements Claim {}
    }
}
