package io.memlog.api.memory;

import static io.memlog.api.memory.MemoryLogTable.AGENT;
import static io.memlog.api.memory.MemoryLogTable.CONVERSATION_ID;
import static io.memlog.api.memory.MemoryLogTable.DATE_FIRST;
import static io.memlog.api.memory.MemoryLogTable.DATE_LAST;
import static io.memlog.api.memory.MemoryLogTable.DELETED_AT;
import static io.memlog.api.memory.MemoryLogTable.INDEXED;
import static io.memlog.api.memory.MemoryLogTable.MEMORY_ID;
import static io.memlog.api.memory.MemoryLogTable.MEMORY_LOG;
import static io.memlog.api.memory.MemoryLogTable.PROJECT_ID;
import static io.memlog.api.memory.MemoryLogTable.REQUEST_ID;
import static io.memlog.api.memory.MemoryLogTable.STATE;
import static io.memlog.api.memory.MemoryLogTable.TAGS;
import static io.memlog.api.memory.MemoryLogTable.UPDATED_AT;
import static io.memlog.api.memory.MemoryLogTable.USER_ID;
import static io.memlog.api.memory.MemoryLogTable.VERSION;

import io.memlog.api.memory.read.MemoryFilter;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tags;
import io.memlog.schemas.memory.Tenant;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The current state of every memory log.
@Component
public final class MemoryLogRepository {

    private final DSLContext sql;

    MemoryLogRepository(DSLContext sql) {
        this.sql = sql;
    }

    /// A number that no memory log has had.
    public MemoryId nextId() {
        return new MemoryId(sql.nextval(DSL.sequence(DSL.name("memory_log_id"), Long.class)));
    }

    /// Adds version 1, within the caller's transaction.
    public void add(MemoryLog memory) {
        sql.insertInto(MEMORY_LOG)
                .set(MEMORY_ID, memory.id().value())
                .set(VERSION, memory.version())
                .set(USER_ID, memory.userId())
                .set(PROJECT_ID, memory.projectId())
                .set(AGENT, memory.agent())
                .set(CONVERSATION_ID, memory.conversationId())
                .set(REQUEST_ID, memory.requestId())
                .set(DATE_FIRST, utc(memory.date().first()))
                .set(DATE_LAST, utc(memory.date().last()))
                .set(TAGS, Tags.of(memory.rawData()).toArray(String[]::new))
                .set(STATE, JSON.json(Json.mapper().writeValueAsString(memory)))
                .set(UPDATED_AT, utc(memory.updatedAt()))
                .execute();
    }

    /// Puts a newer version in place of the one that is kept, within the caller's transaction.
    public void replace(MemoryLog memory) {
        sql.update(MEMORY_LOG)
                .set(VERSION, memory.version())
                .set(AGENT, memory.agent())
                .set(CONVERSATION_ID, memory.conversationId())
                .set(REQUEST_ID, memory.requestId())
                .set(DATE_FIRST, utc(memory.date().first()))
                .set(DATE_LAST, utc(memory.date().last()))
                .set(TAGS, Tags.of(memory.rawData()).toArray(String[]::new))
                .set(STATE, JSON.json(Json.mapper().writeValueAsString(memory)))
                .set(UPDATED_AT, utc(memory.updatedAt()))
                .set(INDEXED, false)
                .where(MEMORY_ID.eq(memory.id().value()))
                .execute();
    }

    /// Marks as deleted, within the caller's transaction. Its last state stays for the record.
    public void delete(MemoryId memory, long version, Instant at) {
        sql.update(MEMORY_LOG)
                .set(VERSION, version)
                .set(UPDATED_AT, utc(at))
                .set(DELETED_AT, utc(at))
                .set(INDEXED, false)
                .where(MEMORY_ID.eq(memory.value()))
                .execute();
    }

    public Lookup find(MemoryId id) {
        return lookup(row(id).fetchOne());
    }

    /// Like [#find], and lets nobody else change the memory log until the caller's transaction ends.
    public Lookup lock(MemoryId id) {
        return lookup(row(id).forUpdate().fetchOne());
    }

    private SelectConditionStep<? extends Record> row(MemoryId id) {
        return sql.select(STATE, USER_ID, PROJECT_ID, VERSION, DELETED_AT)
                .from(MEMORY_LOG)
                .where(MEMORY_ID.eq(id.value()));
    }

    private static Lookup lookup(@Nullable Record row) {
        if (row == null) {
            return new Lookup.Unknown();
        }
        var deletedAt = row.get(DELETED_AT);
        return deletedAt == null
                ? new Lookup.Found(memory(row))
                : new Lookup.Deleted(
                        new Tenant(row.get(USER_ID), row.get(PROJECT_ID)), row.get(VERSION), deletedAt.toInstant());
    }

    /// What matches and was not deleted, newest id first.
    ///
    /// @param before only ids below this one, where given
    public List<MemoryLog> list(MemoryFilter filter, @Nullable MemoryId before, int limit) {
        return sql.select(STATE)
                .from(MEMORY_LOG)
                .where(matches(filter))
                .and(before == null ? DSL.noCondition() : MEMORY_ID.lt(before.value()))
                .orderBy(MEMORY_ID.desc())
                .limit(limit)
                .fetch(MemoryLogRepository::memory);
    }

    /// Those of the given memories that belong to the tenant and were not deleted.
    public Map<MemoryId, MemoryLog> current(Tenant tenant, Collection<MemoryId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return sql
                .select(STATE)
                .from(MEMORY_LOG)
                .where(MEMORY_ID.in(ids.stream().map(MemoryId::value).toList()))
                .and(belongsTo(tenant))
                .fetch(MemoryLogRepository::memory)
                .stream()
                .collect(Collectors.toMap(MemoryLog::id, Function.identity()));
    }

    private static Condition matches(MemoryFilter filter) {
        var condition = belongsTo(filter.tenant());
        if (filter.agent() != null) {
            condition = condition.and(AGENT.eq(filter.agent()));
        }
        if (filter.conversationId() != null) {
            condition = condition.and(CONVERSATION_ID.eq(filter.conversationId()));
        }
        if (filter.requestId() != null) {
            condition = condition.and(REQUEST_ID.eq(filter.requestId()));
        }
        if (!filter.tags().isEmpty()) {
            condition = condition.and(TAGS.contains(filter.tags().toArray(String[]::new)));
        }
        if (filter.from() != null) {
            condition = condition.and(DATE_LAST.ge(utc(filter.from())));
        }
        if (filter.to() != null) {
            condition = condition.and(DATE_FIRST.le(utc(filter.to())));
        }
        return condition;
    }

    private static Condition belongsTo(Tenant tenant) {
        return USER_ID.eq(tenant.userId())
                .and(PROJECT_ID.eq(tenant.projectId()))
                .and(DELETED_AT.isNull());
    }

    private static MemoryLog memory(Record row) {
        return Json.mapper().readValue(Objects.requireNonNull(row.get(STATE)).data(), MemoryLog.class);
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    /// What is known of an id.
    public sealed interface Lookup {

        /// The newest version, which of a deleted memory is that of its deletion; 0 of an unknown one.
        long version();

        record Found(MemoryLog memory) implements Lookup {

            @Override
            public long version() {
                return memory.version();
            }
        }

        /// @param version the version that the deletion made
        record Deleted(Tenant tenant, long version, Instant at) implements Lookup {}

        record Unknown() implements Lookup {

            @Override
            public long version() {
                return 0;
            }
        }
    }
}
