package io.memlog.eventstore.postgres;

import static org.jooq.impl.DSL.any;

import io.memlog.eventstore.AppendPlan.Addition;
import io.memlog.eventstore.EventKey;
import io.memlog.eventstore.NewEvent;
import io.memlog.eventstore.Position;
import io.memlog.eventstore.StreamId;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.EventMessage;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/// The statements that write events, and the messages that they publish.
final class EventWriter {

    static final String ISOLATION = "current_setting('transaction_isolation') as isolation";

    /// The commit waits for the disk, whatever the role's default is.
    private static final String DURABLE =
            "case current_setting('synchronous_commit') when 'off' then set_config('synchronous_commit', 'on', true) end";

    /// Serializes the writers of a stream before they take positions. Several streams are locked in the order
    /// of their keys.
    private static final String LOCK = """
            select pg_current_xact_id(), pg_advisory_xact_lock(key), %s, %s
            from (select distinct hashtextextended(stream, 0) as key from unnest(?::text[]) as stream order by key) as keys
            """.formatted(ISOLATION, DURABLE);

    private static final String VERSIONS = """
            select stream, (select max(stream_version) from event where stream_id = stream) as version
            from unnest(?::text[]) as stream
            """;

    /// All published events are about memory logs.
    private static final String AGGREGATE_TYPE = "memory_log";

    /// Positions are taken in the given order, and rows are inserted in the order of their keys: two transactions with
    /// the same keys cannot deadlock. The result comes from the inserted rows alone, since no position may be taken
    /// before the trigger of the insert has announced the writer; PostgreSQL fills the outbox afterwards.
    private static final String INSERT = """
            with numbered as (
                select nextval('event_position_seq') as position, new.*
                from unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                            ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::text[], ?::text[],
                            ?::text[], ?::text[])
                    as new (event_id, stream_id, stream_version, type, data, metadata, user_id, project_id,
                            conversation_id, request_id, correlation_id, causation_id, occurred_at, message_key,
                            message, headers, traceparent)),
            inserted as (
                insert into event (position, event_id, stream_id, stream_version, type, data, metadata, user_id,
                                   project_id, conversation_id, request_id, correlation_id, causation_id, occurred_at,
                                   recorded_at, data_bytes)
                overriding system value
                select position, event_id, stream_id, stream_version, type, data::json, metadata::json, user_id,
                       project_id, conversation_id, request_id, correlation_id, causation_id, occurred_at,
                       ?::timestamptz, octet_length(data)
                from numbered
                order by event_id collate "C", user_id collate "C", project_id collate "C"
                on conflict do nothing
                returning event_id, user_id, project_id, position, recorded_at),
            published as (
                insert into outbox (position, id, aggregatetype, aggregateid, type, payload, headers, traceparent,
                                    recorded_at, payload_bytes)
                select position, numbered.event_id, '%s', message_key, type, message::json, headers::json, traceparent,
                       inserted.recorded_at, octet_length(message)
                from numbered join inserted using (position)
                where message is not null)
            select event_id, user_id, project_id, position, %s, %s from inserted
            """.formatted(AGGREGATE_TYPE, ISOLATION, DURABLE);

    private final DSLContext sql;

    EventWriter(DSLContext sql) {
        this.sql = sql;
    }

    void lock(Collection<StreamId> streams) {
        sql.fetch(LOCK, names(streams)).forEach(EventWriter::requireReadCommitted);
    }

    /// Each statement has to see what was committed before it. In an older snapshot, an append would not see the
    /// events for which it has waited, and a reader would skip those below its horizon.
    static void requireReadCommitted(Record row) {
        var isolation = row.get("isolation", String.class);
        if (!isolation.equals("read committed")) {
            throw new IllegalStateException("the log needs transactions at READ COMMITTED, and this one is at "
                    + isolation + "; set spring.datasource.hikari.transaction-isolation=TRANSACTION_READ_COMMITTED");
        }
    }

    /// The positions of the events with these ids that are in the log already.
    Map<EventKey, Position> positions(Collection<String> eventIds) {
        return sql.select(EventTable.EVENT_ID, EventTable.USER_ID, EventTable.PROJECT_ID, EventTable.POSITION)
                .from(EventTable.TABLE)
                .where(EventTable.EVENT_ID.eq(any(eventIds.toArray(String[]::new))))
                .fetchMap(
                        row -> new EventKey(row.value1(), row.value2(), row.value3()),
                        row -> new Position(row.value4()));
    }

    /// The versions of the streams that have an event.
    Map<StreamId, Long> versions(Collection<StreamId> streams) {
        return sql.fetch(VERSIONS, names(streams)).stream()
                .filter(row -> row.get("version") != null)
                .collect(Collectors.toMap(
                        row -> new StreamId(row.get("stream", String.class)), row -> row.get("version", Long.class)));
    }

    /// Inserts events, and their messages into the outbox, in one statement.
    ///
    /// @return the positions, without events whose id or version another transaction has inserted meanwhile
    Map<EventKey, Position> insert(List<Addition> additions, Instant recordedAt) {
        if (additions.isEmpty()) {
            return Map.of();
        }
        var rows = sql.fetch(
                INSERT,
                texts(additions, addition -> addition.event().eventId()),
                texts(additions, addition -> addition.stream().value()),
                additions.stream().map(Addition::version).toArray(Long[]::new),
                texts(additions, addition -> addition.event().type()),
                texts(additions, addition -> addition.event().data()),
                texts(additions, addition -> addition.event().metadata()),
                texts(additions, addition -> addition.event().context().userId()),
                texts(additions, addition -> addition.event().context().projectId()),
                texts(additions, addition -> addition.event().context().conversationId()),
                texts(additions, addition -> addition.event().context().requestId()),
                texts(additions, addition -> addition.event().context().correlationId()),
                texts(additions, addition -> addition.event().context().causationId()),
                additions.stream()
                        .map(addition -> occurredAt(addition.event(), recordedAt))
                        .toArray(OffsetDateTime[]::new),
                ofMessages(additions, EventMessage::key),
                ofMessages(additions, EventMessage::data),
                ofMessages(additions, EventWriter::headersWithoutTrace),
                ofMessages(additions, message -> message.headers().get(CloudEventHeaders.TRACEPARENT)),
                recordedAt.atOffset(ZoneOffset.UTC));
        rows.stream().limit(1).forEach(EventWriter::requireReadCommitted);
        return rows.stream()
                .collect(Collectors.toMap(
                        row -> new EventKey(
                                row.get("event_id", String.class),
                                row.get("user_id", String.class),
                                row.get("project_id", String.class)),
                        row -> new Position(row.get("position", Long.class))));
    }

    /// Deletes what this transaction has just inserted.
    void rollbackInsert(Collection<Position> positions) {
        var values = positions.stream().map(Position::value).toArray(Long[]::new);
        sql.execute("delete from outbox where position = any (?)", (Object) values);
        sql.deleteFrom(EventTable.TABLE)
                .where(EventTable.POSITION.eq(any(values)))
                .execute();
    }

    private static OffsetDateTime occurredAt(NewEvent event, Instant recordedAt) {
        var time = event.occurredAt() == null ? recordedAt : event.occurredAt();
        return time.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static Object names(Collection<StreamId> streams) {
        return streams.stream().map(StreamId::value).distinct().toArray(String[]::new);
    }

    private static Object texts(List<Addition> additions, Function<Addition, @Nullable String> column) {
        return additions.stream().map(column).toArray(String[]::new);
    }

    private static Object ofMessages(List<Addition> additions, Function<EventMessage, @Nullable String> column) {
        return texts(additions, addition -> {
            var message = addition.event().message();
            return message == null ? null : column.apply(message);
        });
    }

    private static String headersWithoutTrace(EventMessage message) {
        Map<String, String> headers = new LinkedHashMap<>(message.headers());
        headers.remove(CloudEventHeaders.TRACEPARENT);
        return Json.mapper().writeValueAsString(headers);
    }
}
