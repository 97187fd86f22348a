package io.memlog.eventstore.postgres;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.octetLength;
import static org.jooq.impl.DSL.orderBy;
import static org.jooq.impl.DSL.sum;

import io.memlog.eventstore.EventContext;
import io.memlog.eventstore.EventPage;
import io.memlog.eventstore.EventQuery;
import io.memlog.eventstore.Position;
import io.memlog.eventstore.StoredEvent;
import io.memlog.eventstore.StreamId;
import java.math.BigDecimal;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectLimitStep;
import org.jooq.impl.SQLDataType;

/// The statements that read from the `event` table.
final class EventReader {

    private static final Field<Integer> FOUND = field(name("found"), SQLDataType.INTEGER);
    private static final Field<BigDecimal> BYTES_BEFORE = field(name("bytes_before"), SQLDataType.NUMERIC);

    private final DSLContext sql;

    EventReader(DSLContext sql) {
        this.sql = sql;
    }

    boolean exists(Position position) {
        return sql.fetchExists(EventTable.TABLE, EventTable.POSITION.eq(position.value()));
    }

    List<StoredEvent> find(String eventId) {
        return sql.select(EventTable.READ)
                .from(EventTable.TABLE)
                .where(EventTable.EVENT_ID.eq(eventId))
                .fetch(EventReader::stored);
    }

    List<StoredEvent> read(StreamId stream, long afterVersion, int limit) {
        return sql.select(EventTable.READ)
                .from(EventTable.TABLE)
                .where(EventTable.STREAM_ID.eq(stream.value()))
                .and(EventTable.STREAM_VERSION.gt(afterVersion))
                .orderBy(EventTable.STREAM_VERSION)
                .limit(limit)
                .fetch(EventReader::stored);
    }

    /// The position up to which no open transaction can add an event. It must be read in a statement of its
    /// own, before the statement that reads events.
    Position horizon() {
        var row = sql.fetchSingle("select event_horizon() as position, " + EventWriter.ISOLATION);
        EventWriter.requireReadCommitted(row);
        return new Position(row.get("position", Long.class));
    }

    EventPage page(EventQuery query) {
        var rows = pageStatement(query).limit(query.limit()).fetch();
        var more = !rows.isEmpty() && rows.getFirst().get(FOUND) > rows.size();
        return new EventPage(rows.map(EventReader::stored), more);
    }

    /// Finds one event more than the page holds, and ends the page at the event that fills it. Only what it
    /// returns is unpacked.
    SelectLimitStep<? extends Record> pageStatement(EventQuery query) {
        var order = EventQueryConditions.order(query);
        var bytes = coalesce(EventTable.DATA_BYTES, octetLength(EventTable.DATA.cast(SQLDataType.CLOB)));
        var found = sql.select(EventTable.READ)
                .select(EventTable.DATA_BYTES)
                .from(EventTable.TABLE)
                .where(EventQueryConditions.condition(sql, query))
                .orderBy(order)
                .limit(query.limit() + 1)
                .asTable(EventTable.TABLE);
        var measured = sql.select(EventTable.READ)
                .select(
                        count().over().as(FOUND),
                        sum(bytes).over(orderBy(order)).minus(bytes).as(BYTES_BEFORE))
                .from(found)
                .asTable(EventTable.TABLE);
        return sql.select(EventTable.READ)
                .select(FOUND)
                .from(measured)
                .where(BYTES_BEFORE.lt(inline(BigDecimal.valueOf(EventPage.MAX_BYTES))))
                .orderBy(order);
    }

    private static StoredEvent stored(Record row) {
        return new StoredEvent(
                new Position(row.get(EventTable.POSITION)),
                row.get(EventTable.EVENT_ID),
                new StreamId(row.get(EventTable.STREAM_ID)),
                row.get(EventTable.STREAM_VERSION),
                row.get(EventTable.TYPE),
                row.get(EventTable.DATA).data(),
                row.get(EventTable.METADATA).data(),
                new EventContext(
                        row.get(EventTable.USER_ID),
                        row.get(EventTable.PROJECT_ID),
                        row.get(EventTable.CONVERSATION_ID),
                        row.get(EventTable.REQUEST_ID),
                        row.get(EventTable.CORRELATION_ID),
                        row.get(EventTable.CAUSATION_ID)),
                row.get(EventTable.OCCURRED_AT),
                row.get(EventTable.RECORDED_AT));
    }
}
