package io.memlog.eventstore.postgres;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;

import io.memlog.eventstore.EventOrder;
import io.memlog.eventstore.EventQuery;
import io.memlog.eventstore.Position;
import io.memlog.eventstore.StreamId;
import io.memlog.eventstore.postgres.Tables.Event;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jspecify.annotations.Nullable;

/// A query as a condition and an order that the indexes of the `event` table support.
final class EventQueryConditions {

    private EventQueryConditions() {}

    static Condition condition(DSLContext sql, EventQuery query) {
        return belongs(query).and(happened(query)).and(behind(sql, query));
    }

    /// Within a stream the versions say the same as the positions, and have an index.
    static List<OrderField<?>> order(EventQuery query) {
        return switch (query.order()) {
            case TIME -> List.of(Event.OCCURRED_AT, Event.POSITION);
            case POSITION -> List.of(query.stream() == null ? Event.POSITION : Event.STREAM_VERSION);
        };
    }

    private static Condition behind(DSLContext sql, EventQuery query) {
        var after = query.after();
        if (after == null || after.compareTo(Position.BEGINNING) <= 0) {
            return asksForATimeOnly(query) ? behindWhatIsTooEarly(sql, query) : noCondition();
        }
        if (query.order() == EventOrder.TIME) {
            var last = sql.select(Event.OCCURRED_AT, Event.POSITION)
                    .from(Event.TABLE)
                    .where(Event.POSITION.eq(after.value()));
            return row(Event.OCCURRED_AT, Event.POSITION).gt(last);
        }
        var behind = Event.POSITION.gt(after.value());
        return query.stream() == null ? behind : behind.and(behindVersion(sql, query.stream(), after));
    }

    /// Spares those versions a look that come before the event that the page goes on behind.
    private static Condition behindVersion(DSLContext sql, StreamId stream, Position after) {
        var last = sql.select(Event.STREAM_VERSION)
                .from(Event.TABLE)
                .where(Event.POSITION.eq(after.value()))
                .and(Event.STREAM_ID.eq(stream.value()));
        return Event.STREAM_VERSION.gt(coalesce(field(last), inline(0L)));
    }

    /// A late time has nothing at the beginning of the log: spares it a look, because the planner would walk
    /// from there on until it has found enough.
    private static Condition behindWhatIsTooEarly(DSLContext sql, EventQuery query) {
        // Were the bare column asked for, its own index would be walked in just the same way.
        var first = sql.select(min(Event.POSITION.plus(inline(0))))
                .from(Event.TABLE)
                .where(happened(query));
        return Event.POSITION.ge(first);
    }

    private static boolean asksForATimeOnly(EventQuery query) {
        return query.order() == EventOrder.POSITION
                && belongs(query).equals(noCondition())
                && !happened(query).equals(noCondition());
    }

    private static Condition belongs(EventQuery query) {
        return is(
                        Event.STREAM_ID,
                        query.stream() == null ? null : query.stream().value())
                .and(is(Event.CONVERSATION_ID, query.conversationId()))
                .and(is(Event.REQUEST_ID, query.requestId()))
                .and(is(Event.USER_ID, query.userId()))
                .and(is(Event.PROJECT_ID, query.projectId()))
                .and(is(Event.TYPE, query.type()));
    }

    private static Condition happened(EventQuery query) {
        var from = query.from();
        var to = query.to();
        return (from == null ? noCondition() : Event.OCCURRED_AT.ge(from.truncatedTo(ChronoUnit.MICROS)))
                .and(to == null ? noCondition() : Event.OCCURRED_AT.le(to.truncatedTo(ChronoUnit.MICROS)));
    }

    private static Condition is(Field<String> column, @Nullable String value) {
        return value == null ? noCondition() : column.eq(value);
    }
}
