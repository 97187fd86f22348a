package io.memlog.api.operations.audit;

import static io.memlog.api.tables.Tables.EVENT;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.json.Json;
import java.time.Instant;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// The events of the log that say who made them.
@Component
record AuditRepository(DSLContext sql) {

    private static final Field<String> WHO = DSL.field("{0} ->> 'by'", String.class, EVENT.METADATA);
    private static final Field<String> ADDRESS = DSL.field("{0} ->> 'from'", String.class, EVENT.METADATA);
    /// An agent chooses the type of its event, which is then no word about what changed.
    private static final Field<String> AGENT_EVENT = DSL.field("{0} ->> 'agent_event'", String.class, EVENT.METADATA);
    private static final Field<String> CALL =
            DSL.case_().when(EVENT.TYPE.eq(AuditLog.TYPE), DSL.field("{0} ->> 'call'", String.class, EVENT.DATA));
    private static final Field<String> PATH =
            DSL.case_().when(EVENT.TYPE.eq(AuditLog.TYPE), DSL.field("{0} ->> 'path'", String.class, EVENT.DATA));
    private static final Field<String> REQUEST = DSL.case_()
            .when(EVENT.TYPE.eq(AuditLog.TYPE), DSL.field("cast({0} -> 'request' as text)", String.class, EVENT.DATA));
    private static final Field<String> WHAT = DSL.coalesce(CALL, EVENT.TYPE);
    private static final Field<String> SUBJECT = DSL.coalesce(PATH, EVENT.STREAM_ID);

    /// Newest first.
    ///
    /// @param before the last position of the previous page
    List<Entry> list(Filter filter, @Nullable Long before, int limit) {
        return sql.select(EVENT.POSITION, EVENT.RECORDED_AT, WHO, WHAT, SUBJECT, ADDRESS, REQUEST)
                .from(EVENT)
                .where(WHO.isNotNull())
                .and(AGENT_EVENT.isNull())
                .and(condition(filter))
                .and(before == null ? DSL.noCondition() : EVENT.POSITION.lt(before))
                .orderBy(EVENT.POSITION.desc())
                .limit(limit)
                .fetch(AuditRepository::entry);
    }

    private static Condition condition(Filter filter) {
        var condition = DSL.noCondition();
        if (filter.who() != null) {
            condition = condition.and(WHO.eq(filter.who()));
        }
        if (filter.what() != null) {
            condition = condition.and(WHAT.eq(filter.what()));
        }
        if (filter.from() != null) {
            condition = condition.and(EVENT.RECORDED_AT.ge(filter.from()));
        }
        if (filter.to() != null) {
            condition = condition.and(EVENT.RECORDED_AT.le(filter.to()));
        }
        return condition;
    }

    private static Entry entry(Record row) {
        var request = row.get(REQUEST);
        return new Entry(
                row.get(EVENT.POSITION),
                row.get(EVENT.RECORDED_AT),
                row.get(WHO),
                row.get(WHAT),
                row.get(SUBJECT),
                row.get(ADDRESS),
                request == null ? null : Json.mapper().readTree(request));
    }

    /// A change that is on record.
    ///
    /// @param who     such as `key:ci`, `token:alice`, `local` or `memlog`
    /// @param what    the type of the event, such as `memory_log.updated`, or the call, such as `POST /keys`
    /// @param subject the stream that changed, such as `memory_log-7`, or the path of the call
    /// @param address from where; null when no request made the change
    /// @param request what the body of the call said, without a memory log; null for events
    record Entry(
            long position,
            Instant at,
            String who,
            String what,
            String subject,
            @JsonProperty("from") @Nullable String address,
            @Nullable JsonNode request) {}

    /// Selects entries that match all given conditions; null stands for no condition.
    record Filter(
            @Nullable String who,
            @Nullable String what,
            @Nullable Instant from,
            @Nullable Instant to) {}
}
