package io.memlog.api.memory.projection;

import static io.memlog.api.tables.Tables.PROJECTION_HISTORY;

import io.memlog.schemas.event.EmbeddingGenerated;
import io.memlog.schemas.event.ProjectionDeleted;
import io.memlog.schemas.event.ProjectionFailed;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.event.ProjectionStored;
import io.memlog.schemas.json.WireEnum;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What the projections reported of each version of a memory, and what was sent to them again. Rows are removed
/// after `memlog.retention.timeline`.
@Component
record ProjectionHistoryRepository(DSLContext sql) {

    private static final String RECORD = """
            INSERT INTO projection_history
                    (memory_id, projection, version, what, at, published_at, attempted_at, detail, trace_id)
            SELECT report.*
            FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::timestamptz[], ?::timestamptz[],
                        ?::timestamptz[], ?::text[], ?::text[])
                    AS report (memory_id, projection, version, what, at, published_at, attempted_at, detail, trace_id)
            JOIN memory_log USING (memory_id)
            ON CONFLICT DO NOTHING
            """;

    private static final String RECORD_SENT_AGAIN = """
            INSERT INTO projection_history (memory_id, projection, version, what, at)
            SELECT memory_id, ?, version, ?, ?::timestamptz FROM memory_log WHERE memory_id = ANY (?)
            ON CONFLICT DO NOTHING
            """;

    /// @param detail the stable reason of a dead letter, or the outcome of a replay; never a text of the memory
    record Entry(
            MemoryId memory,
            Projection projection,
            long version,
            TimelineStep what,
            Instant at,
            @Nullable Instant publishedAt,
            @Nullable Instant attemptedAt,
            @Nullable String detail,
            @Nullable String traceId) {}

    /// A report that arrives again is recorded once.
    void record(Collection<ProgressReport> reports) {
        var entries = new ArrayList<Entry>();
        for (var report : reports) {
            switch (report.event()) {
                case ProjectionStored(var projection, var key, var version, var at) ->
                    entries.add(entry(report, key.id(), projection, version, TimelineStep.INDEXED, at, null));
                case ProjectionDeleted(var projection, var key, var version, var at) ->
                    entries.add(entry(report, key.id(), projection, version, TimelineStep.DELETED, at, null));
                case ProjectionFailed(var projection, var key, var version, var reason, var _, var at) ->
                    entries.add(entry(report, key.id(), projection, version, TimelineStep.DEAD_LETTER, at, reason));
                case ProjectionReplayed replayed ->
                    entries.add(entry(
                            report,
                            replayed.key().id(),
                            replayed.projection(),
                            replayed.version(),
                            TimelineStep.REPLAY,
                            replayed.at(),
                            replayed.outcome().wireName()));
                case EmbeddingGenerated _ -> {}
            }
        }
        if (entries.isEmpty()) {
            return;
        }
        sql.execute(
                RECORD,
                column(entries, entry -> entry.memory().value(), Long[]::new),
                column(entries, entry -> entry.projection().wireName(), String[]::new),
                column(entries, Entry::version, Long[]::new),
                column(entries, entry -> entry.what().wireName(), String[]::new),
                column(entries, entry -> utc(entry.at()), OffsetDateTime[]::new),
                column(entries, entry -> utc(entry.publishedAt()), OffsetDateTime[]::new),
                column(entries, entry -> utc(entry.attemptedAt()), OffsetDateTime[]::new),
                column(entries, Entry::detail, String[]::new),
                column(entries, Entry::traceId, String[]::new));
    }

    /// Records that the current versions are sent to a projection again.
    void recordSentAgain(TimelineStep why, Projection projection, Collection<MemoryId> memories, Instant now) {
        Object ids = memories.stream().map(MemoryId::value).toArray(Long[]::new);
        sql.execute(RECORD_SENT_AGAIN, projection.wireName(), why.wireName(), now.atOffset(ZoneOffset.UTC), ids);
    }

    /// The newest entries of a memory.
    List<Entry> find(MemoryId memory, int limit) {
        return sql.selectFrom(PROJECTION_HISTORY)
                .where(PROJECTION_HISTORY.MEMORY_ID.eq(memory.value()))
                .orderBy(PROJECTION_HISTORY.AT.desc())
                .limit(limit)
                .fetch(row -> new Entry(
                        memory,
                        Projection.parse(row.get(PROJECTION_HISTORY.PROJECTION)),
                        row.get(PROJECTION_HISTORY.VERSION),
                        WireEnum.parse(TimelineStep.class, row.get(PROJECTION_HISTORY.WHAT)),
                        row.get(PROJECTION_HISTORY.AT),
                        row.get(PROJECTION_HISTORY.PUBLISHED_AT),
                        row.get(PROJECTION_HISTORY.ATTEMPTED_AT),
                        row.get(PROJECTION_HISTORY.DETAIL),
                        row.get(PROJECTION_HISTORY.TRACE_ID)));
    }

    private static Entry entry(
            ProgressReport report,
            MemoryId memory,
            Projection projection,
            long version,
            TimelineStep what,
            Instant at,
            @Nullable String detail) {
        return new Entry(
                memory,
                projection,
                version,
                what,
                at,
                report.publishedAt(),
                report.attemptedAt(),
                detail,
                report.traceId());
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    private static <T> Object column(List<Entry> entries, Function<Entry, @Nullable T> value, IntFunction<T[]> array) {
        return entries.stream().map(value).toArray(array);
    }
}
