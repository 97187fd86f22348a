package io.memlog.api.memory.read;

import static io.memlog.api.tables.Tables.MEMORY_EMBEDDING;
import static io.memlog.api.tables.Tables.MEMORY_LOG;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads pages of memory logs, and vectors.
@Component
record MemoryReadRepository(DSLContext sql) {

    private static final BigDecimal MAX_PAGE_BYTES = BigDecimal.valueOf(4 * 1024 * 1024);

    /// What matches and is not deleted, newest id first. A page is shorter than its limit when its memory logs are
    /// large.
    ///
    /// @param before only ids below this one, where given
    MemoryPage list(MemoryFilter filter, @Nullable Long before, int limit) {
        var conditions = conditions(filter);
        if (before != null) {
            conditions.add(MEMORY_LOG.MEMORY_ID.lt(before));
        }
        var bytesBefore = DSL.sum(DSL.octetLength(MEMORY_LOG.STATE.cast(String.class)))
                .over(DSL.orderBy(MEMORY_LOG.MEMORY_ID.desc())
                        .rowsBetweenUnboundedPreceding()
                        .andPreceding(1))
                .as("bytes_before");
        var matching = DSL.count().over().as("matching");
        var page = sql.select(MEMORY_LOG.fields())
                .from(MEMORY_LOG)
                .where(conditions)
                .orderBy(MEMORY_LOG.MEMORY_ID.desc())
                .limit(limit + 1)
                .asTable(MEMORY_LOG);
        var measured = sql.select(MEMORY_LOG.MEMORY_ID, MEMORY_LOG.STATE, bytesBefore, matching)
                .from(page)
                .asTable("measured");
        var rows = sql.selectFrom(measured)
                .where(DSL.coalesce(measured.field(bytesBefore), DSL.inline(BigDecimal.ZERO))
                        .lt(MAX_PAGE_BYTES))
                .orderBy(Objects.requireNonNull(measured.field(MEMORY_LOG.MEMORY_ID))
                        .desc())
                .limit(limit)
                .fetch();
        return new MemoryPage(
                rows.map(
                        row -> Json.mapper().readValue(row.get(MEMORY_LOG.STATE).data(), MemoryLog.class)),
                rows.isNotEmpty() && rows.getFirst().get(matching) > rows.size());
    }

    /// @param more whether further memory logs match
    record MemoryPage(List<MemoryLog> memories, boolean more) {}

    /// The vectors of exactly this version, one per chunk of the text; empty when there are none.
    List<Embedding> vectors(MemoryId memory, long version) {
        return sql.select(MEMORY_EMBEDDING.DIMENSIONS, MEMORY_EMBEDDING.VECTORS)
                .from(MEMORY_EMBEDDING)
                .where(MEMORY_EMBEDDING.MEMORY_ID.eq(memory.value()))
                .and(MEMORY_EMBEDDING.VERSION.eq(version))
                .fetchOptional(row -> vectors(row.value1(), row.value2()))
                .orElse(List.of());
    }

    private static List<Condition> conditions(MemoryFilter filter) {
        var conditions = new ArrayList<Condition>();
        conditions.add(MEMORY_LOG.USER_ID.eq(filter.tenant().userId()));
        conditions.add(MEMORY_LOG.PROJECT_ID.eq(filter.tenant().projectId()));
        conditions.add(MEMORY_LOG.DELETED_AT.isNull());
        if (filter.agent() != null) {
            conditions.add(MEMORY_LOG.AGENT.eq(filter.agent()));
        }
        if (filter.conversationId() != null) {
            conditions.add(MEMORY_LOG.CONVERSATION_ID.eq(filter.conversationId()));
        }
        if (filter.requestId() != null) {
            conditions.add(MEMORY_LOG.REQUEST_ID.eq(filter.requestId()));
        }
        if (!filter.tags().isEmpty()) {
            conditions.add(MEMORY_LOG.TAGS.contains(filter.tags().toArray(String[]::new)));
        }
        if (filter.from() != null) {
            conditions.add(MEMORY_LOG.DATE_LAST.ge(filter.from()));
        }
        if (filter.to() != null) {
            conditions.add(MEMORY_LOG.DATE_FIRST.le(filter.to()));
        }
        return conditions;
    }

    private static List<Embedding> vectors(int dimensions, Float[] values) {
        var vectors = new ArrayList<Embedding>();
        for (int start = 0; start + dimensions <= values.length; start += dimensions) {
            var vector = new float[dimensions];
            for (int i = 0; i < dimensions; i++) {
                vector[i] = values[start + i];
            }
            vectors.add(Embedding.of(vector));
        }
        return vectors;
    }

    /// Which memory logs of a tenant a list holds; an absent part matches everything.
    ///
    /// @param tags all of which the memory log must have
    /// @param from the first microsecond that the memory log's date may touch
    /// @param to   the last microsecond that the memory log's date may touch
    record MemoryFilter(
            Tenant tenant,
            @Nullable String agent,
            List<String> tags,
            @Nullable String conversationId,
            @Nullable String requestId,
            @Nullable Instant from,
            @Nullable Instant to) {

        MemoryFilter {
            tags = List.copyOf(tags);
        }
    }
}
