package io.memlog.api.operations.replay.send;

import static io.memlog.api.tables.Tables.MEMORY_LOG;

import io.memlog.api.operations.replay.ReplayPreview;
import io.memlog.schemas.memory.MemoryId;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads what the log holds about memories, in the order of their ids.
///
/// Reads the latest events by the index of the streams.
@Component
public final class LatestEventRepository {

    private static final String LATEST = """
            FROM memory_log CROSS JOIN LATERAL (
                SELECT event_id, type, data FROM event
                WHERE stream_id = 'memory_log-' || memory_log.memory_id
                ORDER BY stream_version DESC
                LIMIT 1) AS latest
            WHERE {0}
            ORDER BY memory_log.memory_id
            """;

    private static final String SAMPLE =
            "SELECT memory_log.memory_id, version, latest.type, user_id, project_id " + LATEST + " LIMIT {1}";

    /// Stops as soon as the data before a row fills the page.
    private static final String READ = """
            SELECT memory_id, event_id, type, data
            FROM (SELECT piece.*, sum(octet_length(data::text)) OVER (ORDER BY memory_id)
                                  - octet_length(data::text) AS bytes_before
                  FROM (SELECT memory_log.memory_id, latest.event_id, latest.type, latest.data
            """ + LATEST + """
                  ) AS piece) AS measured
            WHERE bytes_before < {1}
            ORDER BY memory_id
            """;

    private static final String TYPE_IS = """
            (SELECT type FROM event
             WHERE stream_id = 'memory_log-' || memory_log.memory_id
             ORDER BY stream_version DESC
             LIMIT 1) = ?
            """;

    private final DSLContext sql;

    LatestEventRepository(DSLContext sql) {
        this.sql = sql;
    }

    public long count(LatestEventFilter filter) {
        return sql.selectCount()
                .from(MEMORY_LOG)
                .where(matches(filter))
                .fetchSingle()
                .value1();
    }

    /// The first few of what matches.
    public List<ReplayPreview> sample(LatestEventFilter filter, int most) {
        return sql.resultQuery(SAMPLE, matches(filter), DSL.val(most)).fetch(LatestEventRepository::sampled);
    }

    /// The next memories that match.
    ///
    /// @param after only ids above this one, where given
    public List<MemoryId> next(LatestEventFilter filter, @Nullable MemoryId after, int most) {
        return sql.select(MEMORY_LOG.MEMORY_ID)
                .from(MEMORY_LOG)
                .where(matches(filter))
                .and(isAfter(after))
                .orderBy(MEMORY_LOG.MEMORY_ID)
                .limit(most)
                .fetch(row -> new MemoryId(row.value1()));
    }

    /// The latest events of the memories that match, as many as fit into so many bytes; one that is larger
    /// comes alone.
    ///
    /// @param after only ids above this one, where given
    /// @param upTo  no ids above this one
    public List<LatestEvent> read(LatestEventFilter filter, @Nullable MemoryId after, MemoryId upTo, int bytes) {
        var piece = matches(filter).and(isAfter(after)).and(MEMORY_LOG.MEMORY_ID.le(upTo.value()));
        return sql.resultQuery(READ, piece, DSL.val(bytes)).fetch(LatestEventRepository::entry);
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

    private static ReplayPreview sampled(Record row) {
        return new ReplayPreview(
                new MemoryId(row.get("memory_id", Long.class)),
                row.get("version", Long.class),
                row.get("type", String.class),
                row.get("user_id", String.class),
                row.get("project_id", String.class));
    }

    private static LatestEvent entry(Record row) {
        return new LatestEvent(
                new MemoryId(row.get("memory_id", Long.class)),
                row.get("event_id", String.class),
                row.get("type", String.class),
                Objects.requireNonNull(row.get("data", JSON.class)).data());
    }
}
