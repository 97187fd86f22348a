package io.memlog.eventstore.postgres;

import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;

import io.memlog.eventstore.EventContext;
import io.memlog.eventstore.NewEvent;
import io.memlog.eventstore.Position;
import io.memlog.eventstore.StoredEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.eventstore.postgres.Tables.Event;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.jooq.Record;

/// The statements on the `event` table.
final class EventRows {

    private final DSLContext sql;

    EventRows(DSLContext sql) {
        this.sql = sql;
    }

    /// Makes the writers of a stream queue up before any of them takes a position. The transaction's id is
    /// taken before the position too, so that whoever follows the log by snapshot knows of every position
    /// in the making.
    void lock(StreamId stream) {
        sql.execute("select pg_current_xact_id(), pg_advisory_xact_lock(hashtextextended(?, 0))", stream.value());
    }

    /// Where those events stand that are in the log already, by event id.
    Map<String, Position> positions(List<NewEvent> events) {
        var ids = events.stream().map(NewEvent::eventId).toArray(String[]::new);
        return sql.select(Event.EVENT_ID, Event.POSITION)
                .from(Event.TABLE)
                .where(Event.EVENT_ID.eq(any(ids)))
                .fetchMap(Event.EVENT_ID, row -> new Position(row.value2()));
    }

    /// The version of the stream's last event, 0 when it has none.
    long version(StreamId stream) {
        return sql.select(coalesce(max(Event.STREAM_VERSION), inline(0L)))
                .from(Event.TABLE)
                .where(Event.STREAM_ID.eq(stream.value()))
                .fetchSingle()
                .value1();
    }

    /// Inserts in one statement and answers the positions by event id; an id that another transaction has
    /// taken meanwhile is missing in them.
    Map<String, Position> insert(StreamId stream, long version, List<NewEvent> events, Instant recordedAt) {
        var insert = sql.insertInto(
                Event.TABLE,
                Event.EVENT_ID,
                Event.STREAM_ID,
                Event.STREAM_VERSION,
                Event.TYPE,
                Event.DATA,
                Event.METADATA,
                Event.USER_ID,
                Event.PROJECT_ID,
                Event.CONVERSATION_ID,
                Event.REQUEST_ID,
                Event.CORRELATION_ID,
                Event.CAUSATION_ID,
                Event.RECORDED_AT);
        var next = version;
        for (var event : events) {
            var context = event.context();
            insert = insert.values(
                    event.eventId(),
                    stream.value(),
                    ++next,
                    event.type(),
                    JSON.json(event.data()),
                    JSON.json(event.metadata()),
                    context.userId(),
                    context.projectId(),
                    context.conversationId(),
                    context.requestId(),
                    context.correlationId(),
                    context.causationId(),
                    recordedAt);
        }
        return insert
                .onConflict(Event.EVENT_ID)
                .doNothing()
                .returningResult(Event.EVENT_ID, Event.POSITION)
                .fetch()
                .stream()
                .collect(Collectors.toMap(row -> row.value1(), row -> new Position(row.value2())));
    }

    /// Takes back what this transaction has just inserted.
    void withdraw(Collection<Position> positions) {
        var values = positions.stream().map(Position::value).toArray(Long[]::new);
        sql.deleteFrom(Event.TABLE).where(Event.POSITION.eq(any(values))).execute();
    }

    Optional<StoredEvent> find(String eventId) {
        return sql.select(Event.READ)
                .from(Event.TABLE)
                .where(Event.EVENT_ID.eq(eventId))
                .fetchOptional(EventRows::stored);
    }

    List<StoredEvent> read(StreamId stream, long afterVersion, int limit) {
        return sql.select(Event.READ)
                .from(Event.TABLE)
                .where(Event.STREAM_ID.eq(stream.value()))
                .and(Event.STREAM_VERSION.gt(afterVersion))
                .orderBy(Event.STREAM_VERSION)
                .limit(limit)
                .fetch(EventRows::stored);
    }

    private static StoredEvent stored(Record row) {
        return new StoredEvent(
                new Position(row.get(Event.POSITION)),
                row.get(Event.EVENT_ID),
                new StreamId(row.get(Event.STREAM_ID)),
                row.get(Event.STREAM_VERSION),
                row.get(Event.TYPE),
                row.get(Event.DATA).data(),
                row.get(Event.METADATA).data(),
                new EventContext(
                        row.get(Event.USER_ID),
                        row.get(Event.PROJECT_ID),
                        row.get(Event.CONVERSATION_ID),
                        row.get(Event.REQUEST_ID),
                        row.get(Event.CORRELATION_ID),
                        row.get(Event.CAUSATION_ID)),
                row.get(Event.RECORDED_AT));
    }
}
