package io.memlog.api.memory.store;

import static io.memlog.api.tables.Sequences.MEMORY_LOG_ID;

import io.memlog.api.memory.store.MemoryStorer.Addition;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tags;
import io.memlog.schemas.memory.Tenant;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Adds memory logs, and remembers the idempotency keys that stored them; all within the caller's transaction.
@Component
record StoreRepository(DSLContext sql) {

    private static final String KEYS = "unnest(?::text[], ?::text[], ?::text[]) as wanted (user_id, project_id, key)";

    private static final String TRY_LOCK = """
            select user_id, project_id, key,
                   pg_try_advisory_xact_lock(hashtextextended(jsonb_build_array(user_id, project_id, key)::text, 1)) as locked
            from %s
            """.formatted(KEYS);

    private static final String COMPLETED = """
            select user_id, project_id, key, memory_id, body_sha256, created_at
            from %s join idempotency_key using (user_id, project_id, key)
            where created_at >= ?::timestamptz
            """.formatted(KEYS);

    private static final String INSERT = """
            insert into memory_log (memory_id, version, user_id, project_id, agent, conversation_id, request_id, date_first,
                                    date_last, tags, state, updated_at)
            select memory_id, version, user_id, project_id, agent, conversation_id, request_id, date_first, date_last,
                   array(select json_array_elements_text(tags::json)), state::json, updated_at
            from unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[],
                        ?::timestamptz[], ?::text[], ?::text[], ?::timestamptz[])
                as new (memory_id, version, user_id, project_id, agent, conversation_id, request_id, date_first, date_last,
                        tags, state, updated_at)
            """;

    private static final String REMEMBER = """
            insert into idempotency_key (user_id, project_id, key, body_sha256, memory_id, created_at)
            select user_id, project_id, key, body_sha256, memory_id, ?::timestamptz
            from unnest(?::text[], ?::text[], ?::text[], ?::bytea[], ?::bigint[])
                as new (user_id, project_id, key, body_sha256, memory_id)
            order by user_id collate "C", project_id collate "C", key collate "C"
            on conflict (user_id, project_id, key) do update
            set body_sha256 = excluded.body_sha256, memory_id = excluded.memory_id, created_at = excluded.created_at
            """;

    /// Numbers that no memory log has had, rising.
    List<MemoryId> nextIds(long count) {
        return count == 0
                ? List.of()
                : sql.select(MEMORY_LOG_ID.nextval())
                        .from(DSL.generateSeries(1, (int) count))
                        .fetch(row -> new MemoryId(row.value1()));
    }

    /// Adds the first versions in one statement. The state is the data of the event to the letter.
    void insert(List<Addition> additions) {
        var memories = additions.stream().map(Addition::memory).toList();
        sql.execute(
                INSERT,
                memories.stream().map(memory -> memory.id().value()).toArray(Long[]::new),
                memories.stream().map(MemoryLog::version).toArray(Long[]::new),
                texts(memories, MemoryLog::userId),
                texts(memories, MemoryLog::projectId),
                texts(memories, MemoryLog::agent),
                texts(memories, MemoryLog::conversationId),
                texts(memories, MemoryLog::requestId),
                times(memories, memory -> memory.date().first()),
                times(memories, memory -> memory.date().last()),
                texts(memories, memory -> Json.mapper().writeValueAsString(Tags.of(memory.rawData()))),
                texts(additions, addition -> addition.event().data()),
                times(memories, MemoryLog::updatedAt));
    }

    /// Takes keys for the rest of the transaction, by advisory locks, so that a second request with the same key does
    /// not wait for the first.
    Map<IdempotencyKey.Id, Claim> claim(List<IdempotencyKey> keys, Instant notBefore) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        var users = texts(keys, key -> key.tenant().userId());
        var projects = texts(keys, key -> key.tenant().projectId());
        var names = texts(keys, IdempotencyKey::key);
        Map<IdempotencyKey.Id, Claim> claims = new HashMap<>();
        sql.fetch(TRY_LOCK, users, projects, names)
                .forEach(row -> claims.put(
                        id(row), row.get("locked", Boolean.class) ? new Claim.Acquired() : new Claim.InProgress()));
        // A statement of its own, which sees what was committed before the locks were free.
        sql.fetch(COMPLETED, users, projects, names, notBefore.atOffset(ZoneOffset.UTC))
                .forEach(row -> claims.replace(
                        id(row),
                        new Claim.Acquired(),
                        new Claim.Completed(
                                new MemoryId(row.get("memory_id", Long.class)),
                                row.get("created_at", OffsetDateTime.class).toInstant(),
                                row.get("body_sha256", byte[].class))));
        return claims;
    }

    /// Remembers what claimed keys stored.
    void remember(List<Addition> additions, Instant now) {
        var keys =
                additions.stream().map(Addition::key).filter(Objects::nonNull).toList();
        if (keys.isEmpty()) {
            return;
        }
        sql.execute(
                REMEMBER,
                now.atOffset(ZoneOffset.UTC),
                texts(keys, key -> key.tenant().userId()),
                texts(keys, key -> key.tenant().projectId()),
                texts(keys, IdempotencyKey::key),
                keys.stream().map(IdempotencyKey::bodySha256).toArray(byte[][]::new),
                additions.stream()
                        .filter(addition -> addition.key() != null)
                        .map(addition -> addition.memory().id().value())
                        .toArray(Long[]::new));
    }

    private static IdempotencyKey.Id id(Record row) {
        return new IdempotencyKey.Id(
                new Tenant(row.get("user_id", String.class), row.get("project_id", String.class)),
                row.get("key", String.class));
    }

    private static <T> Object texts(List<T> rows, Function<T, @Nullable String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    private static <T> Object times(List<T> rows, Function<T, Instant> column) {
        return rows.stream()
                .map(row -> column.apply(row).atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
    }

    /// The result of claiming a key.
    sealed interface Claim {

        /// The key has stored nothing yet.
        record Acquired() implements Claim {}

        /// Another transaction uses the key at this moment.
        record InProgress() implements Claim {}

        /// The key has stored a memory.
        ///
        /// @param at         when
        /// @param bodySha256 of the body that it came with
        @SuppressWarnings("ArrayRecordComponent")
        record Completed(MemoryId memory, Instant at, byte[] bodySha256) implements Claim {}
    }
}
