package io.memlog.api.postgres;

import static io.memlog.api.postgres.MemoryLogTable.AGENT;
import static io.memlog.api.postgres.MemoryLogTable.CONVERSATION_ID;
import static io.memlog.api.postgres.MemoryLogTable.DATE_FIRST;
import static io.memlog.api.postgres.MemoryLogTable.DATE_LAST;
import static io.memlog.api.postgres.MemoryLogTable.DELETED_AT;
import static io.memlog.api.postgres.MemoryLogTable.INDEXED;
import static io.memlog.api.postgres.MemoryLogTable.MEMORY_ID;
import static io.memlog.api.postgres.MemoryLogTable.MEMORY_LOG;
import static io.memlog.api.postgres.MemoryLogTable.PROJECT_ID;
import static io.memlog.api.postgres.MemoryLogTable.REQUEST_ID;
import static io.memlog.api.postgres.MemoryLogTable.STATE;
import static io.memlog.api.postgres.MemoryLogTable.TAGS;
import static io.memlog.api.postgres.MemoryLogTable.UPDATED_AT;
import static io.memlog.api.postgres.MemoryLogTable.USER_ID;
import static io.memlog.api.postgres.MemoryLogTable.VERSION;

import io.memlog.api.memories.MemoryFilter;
import io.memlog.api.memories.MemoryLogs;
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

@Component
final class PostgresMemoryLogs implements MemoryLogs {

    private final DSLContext sql;

    PostgresMemoryLogs(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public MemoryId nextId() {
        return new MemoryId(sql.nextval(DSL.sequence(DSL.name("memory_log_id"), Long.class)));
    }

    @Override
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

    @Override
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

    @Override
    public void delete(MemoryId memory, long version, Instant at) {
        sql.update(MEMORY_LOG)
                .set(VERSION, version)
                .set(UPDATED_AT, utc(at))
                .set(DELETED_AT, utc(at))
                .set(INDEXED, false)
                .where(MEMORY_ID.eq(memory.value()))
                .execute();
    }

    @Override
    public Lookup find(MemoryId id) {
        return lookup(row(id).fetchOne());
    }

    @Override
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

    @Override
    public List<MemoryLog> list(MemoryFilter filter, @Nullable MemoryId before, int limit) {
        return sql.select(STATE)
                .from(MEMORY_LOG)
                .where(matches(filter))
                .and(before == null ? DSL.noCondition() : MEMORY_ID.lt(before.value()))
                .orderBy(MEMORY_ID.desc())
                .limit(limit)
                .fetch(PostgresMemoryLogs::memory);
    }

    @Override
    public Map<MemoryId, MemoryLog> current(Tenant tenant, Collection<MemoryId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return sql
                .select(STATE)
                .from(MEMORY_LOG)
                .where(MEMORY_ID.in(ids.stream().map(MemoryId::value).toList()))
                .and(belongsTo(tenant))
                .fetch(PostgresMemoryLogs::memory)
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
}
