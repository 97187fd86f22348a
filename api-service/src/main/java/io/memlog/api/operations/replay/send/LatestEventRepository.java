package io.memlog.api.operations.replay.send;

import static io.memlog.api.tables.Tables.EVENT;
import static io.memlog.api.tables.Tables.MEMORY_LOG;

import io.memlog.api.memory.MemoryEvents;
import io.memlog.api.memory.Predecessors;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.memory.MemoryId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Finds the latest events by the index of the streams.
@Component
record LatestEventRepository(DSLContext sql, Predecessors predecessors) implements LatestEvents {

    private static final String LATEST = """
            FROM memory_log CROSS JOIN LATERAL (
                SELECT event_id, type, data FROM event
                WHERE stream_id = 'memory_log-' || memory_log.memory_id
                ORDER BY stream_version DESC
                LIMIT 1) AS latest
            WHERE {0}
            ORDER BY memory_log.memory_id
            """;

    private static final String PREVIEW =
            "SELECT memory_log.memory_id, version, latest.type, user_id, project_id " + LATEST + " LIMIT {1}";

    /// Stops as soon as the data before a row fill the batch.
    private static final String READ = """
            SELECT event_id, type, data
            FROM (SELECT candidate.*, sum(octet_length(data::text)) OVER (ORDER BY memory_id)
                                      - octet_length(data::text) AS bytes_before
                  FROM (SELECT memory_log.memory_id, latest.event_id, latest.type, latest.data
            """ + LATEST + """
                  ) AS candidate) AS measured
            WHERE bytes_before < {1}
            ORDER BY memory_id
            """;

    private static final String TYPE_IS = """
            (SELECT type FROM event
             WHERE stream_id = 'memory_log-' || memory_log.memory_id
             ORDER BY stream_version DESC
             LIMIT 1) = ?
            """;

    @Override
    public long count(LatestEventFilter filter) {
        return sql.fetchCount(MEMORY_LOG, matches(filter));
    }

    @Override
    public List<Preview> preview(LatestEventFilter filter, int limit) {
        return sql.resultQuery(PREVIEW, matches(filter), DSL.val(limit))
                .coerce(MEMORY_LOG.MEMORY_ID, MEMORY_LOG.VERSION, EVENT.TYPE, MEMORY_LOG.USER_ID, MEMORY_LOG.PROJECT_ID)
                .fetch(row -> new Preview(
                        new MemoryId(row.value1()), row.value2(), row.value3(), row.value4(), row.value5()));
    }

    @Override
    public List<MemoryId> memories(LatestEventFilter filter, @Nullable MemoryId after, int limit) {
        return sql.select(MEMORY_LOG.MEMORY_ID)
                .from(MEMORY_LOG)
                .where(matches(filter))
                .and(isAfter(after))
                .orderBy(MEMORY_LOG.MEMORY_ID)
                .limit(limit)
                .fetch(row -> new MemoryId(row.value1()));
    }

    @Override
    public List<LatestEvents.Event> read(
            LatestEventFilter filter, @Nullable MemoryId after, MemoryId upTo, int maxBytes) {
        return read(matches(filter).and(isAfter(after)).and(MEMORY_LOG.MEMORY_ID.le(upTo.value())), maxBytes);
    }

    @Override
    public List<LatestEvents.Event> read(Collection<MemoryId> memories, int maxBytes) {
        var ids = memories.stream().map(MemoryId::value).toArray(Long[]::new);
        return read(MEMORY_LOG.MEMORY_ID.eq(DSL.any(ids)), maxBytes);
    }

    private List<LatestEvents.Event> read(Condition which, int maxBytes) {
        Map<String, MemoryChange> changes = new LinkedHashMap<>();
        sql.resultQuery(READ, which, DSL.val(maxBytes))
                .coerce(EVENT.EVENT_ID, EVENT.TYPE, EVENT.DATA)
                .forEach(row -> changes.put(
                        row.value1(),
                        MemoryEvents.decode(
                                row.value1(), row.value2(), row.value3().data())));
        var found = predecessors.of(changes.values().stream()
                .filter(MemoryChange.Written.class::isInstance)
                .map(change -> ((MemoryChange.Written) change).memory())
                .toList());
        return changes.entrySet().stream()
                .map(entry -> event(entry.getKey(), entry.getValue(), found))
                .toList();
    }

    private static LatestEvents.Event event(String eventId, MemoryChange change, Map<MemoryId, String> predecessors) {
        var memory = change.key().id();
        return new LatestEvents.Event(memory, eventId, change, predecessors.get(memory));
    }

    private static Condition isAfter(@Nullable MemoryId after) {
        return after == null ? DSL.noCondition() : MEMORY_LOG.MEMORY_ID.gt(after.value());
    }

    private static Condition matches(LatestEventFilter filter) {
        Condition condition = DSL.trueCondition();
        if (filter.userId() != null) {
            condition = condition.and(MEMORY_LOG.USER_ID.eq(filter.userId()));
        }
        if (filter.projectId() != null) {
            condition = condition.and(MEMORY_LOG.PROJECT_ID.eq(filter.projectId()));
        }
        if (filter.type() != null) {
            condition = condition.and(DSL.condition(TYPE_IS, filter.type()));
        }
        if (filter.from() != null) {
            condition = condition.and(MEMORY_LOG.UPDATED_AT.ge(filter.from()));
        }
        if (filter.to() != null) {
            condition = condition.and(MEMORY_LOG.UPDATED_AT.le(filter.to()));
        }
        return condition;
    }
}
