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
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jspecify.annotations.Nullable;

/// Translates a query to a condition and an order that the indexes of the `event` table support.
final class EventQueryConditions {

    private EventQueryConditions() {}

    static Condition condition(DSLContext sql, EventQuery query) {
        return context(query).and(time(query)).and(after(sql, query));
    }

    /// Within a stream the versions have the order of the positions, and an index.
    static List<OrderField<?>> order(EventQuery query) {
        return switch (query.order()) {
            case TIME -> List.of(EventTable.OCCURRED_AT, EventTable.POSITION);
            case POSITION -> List.of(query.stream() == null ? EventTable.POSITION : EventTable.STREAM_VERSION);
        };
    }

    private static Condition after(DSLContext sql, EventQuery query) {
        var after = query.after();
        if (after == null || after.compareTo(Position.BEGINNING) <= 0) {
            return isTimeOnly(query) ? fromFirstInTime(sql, query) : noCondition();
        }
        if (query.order() == EventOrder.TIME) {
            var last = sql.select(EventTable.OCCURRED_AT, EventTable.POSITION)
                    .from(EventTable.TABLE)
                    .where(EventTable.POSITION.eq(after.value()));
            return row(EventTable.OCCURRED_AT, EventTable.POSITION).gt(last);
        }
        var afterPosition = EventTable.POSITION.gt(after.value());
        return query.stream() == null ? afterPosition : afterPosition.and(afterVersion(sql, query.stream(), after));
    }

    /// Skips the index entries of earlier versions.
    private static Condition afterVersion(DSLContext sql, StreamId stream, Position after) {
        var last = sql.select(EventTable.STREAM_VERSION)
                .from(EventTable.TABLE)
                .where(EventTable.POSITION.eq(after.value()))
                .and(EventTable.STREAM_ID.eq(stream.value()));
        return EventTable.STREAM_VERSION.gt(coalesce(field(last), inline(0L)));
    }

    /// Starts at the first event within the time. Otherwise the planner would walk the positions from the
    /// beginning of the log, until it has found enough.
    private static Condition fromFirstInTime(DSLContext sql, EventQuery query) {
        // The minimum of the bare column would be found by the same walk over its index.
        var first = sql.select(min(EventTable.POSITION.plus(inline(0))))
                .from(EventTable.TABLE)
                .where(time(query));
        return EventTable.POSITION.ge(first);
    }

    private static boolean isTimeOnly(EventQuery query) {
        return query.order() == EventOrder.POSITION
                && context(query).equals(noCondition())
                && !time(query).equals(noCondition());
    }

    private static Condition context(EventQuery query) {
        return is(
                        EventTable.STREAM_ID,
                        query.stream() == null ? null : query.stream().value())
                .and(is(EventTable.CONVERSATION_ID, query.conversationId()))
                .and(is(EventTable.REQUEST_ID, query.requestId()))
                .and(is(EventTable.USER_ID, query.userId()))
                .and(is(EventTable.PROJECT_ID, query.projectId()))
                .and(is(EventTable.TYPE, query.type()));
    }

    private static Condition time(EventQuery query) {
        var from = query.from();
        var to = query.to();
        return (from == null ? noCondition() : EventTable.OCCURRED_AT.ge(from.truncatedTo(ChronoUnit.MICROS)))
                .and(to == null ? noCondition() : EventTable.OCCURRED_AT.le(to.truncatedTo(ChronoUnit.MICROS)));
    }

    private static Condition is(Field<String> column, @Nullable String value) {
        return value == null ? noCondition() : column.eq(value);
    }
}
