package io.memlog.eventstore.postgres;

import static java.util.Objects.requireNonNull;

import io.memlog.eventstore.EventKey;
import io.memlog.eventstore.NewEvent;
import io.memlog.eventstore.Position;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.EventMessage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/// Inserts messages into the `outbox` table, in the transaction of the append.
final class OutboxWriter {

    /// All published events are about memory logs.
    static final String AGGREGATE_TYPE = "memory_log";

    private static final String INSERT = """
            insert into outbox (position, id, aggregatetype, aggregateid, type, payload, headers, traceparent,
                                recorded_at, payload_bytes)
            select position, id, '%s', key, type, payload::json, headers::json, traceparent, ?::timestamptz,
                   octet_length(payload)
            from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                as new (position, id, key, type, payload, headers, traceparent)
            """.formatted(AGGREGATE_TYPE);

    private final DSLContext sql;

    OutboxWriter(DSLContext sql) {
        this.sql = sql;
    }

    /// Inserts the messages of the events that have one, in one statement.
    void insert(List<NewEvent> events, Map<EventKey, Position> positions, Instant recordedAt) {
        var published = events.stream().filter(event -> event.message() != null).toList();
        if (published.isEmpty()) {
            return;
        }
        var messages =
                published.stream().map(event -> requireNonNull(event.message())).toList();
        sql.execute(
                INSERT,
                recordedAt.atOffset(ZoneOffset.UTC),
                published.stream()
                        .map(event -> requireNonNull(positions.get(event.key())).value())
                        .toArray(Long[]::new),
                texts(published, NewEvent::eventId),
                texts(messages, EventMessage::key),
                texts(published, NewEvent::type),
                texts(messages, EventMessage::data),
                texts(messages, OutboxWriter::headersWithoutTrace),
                texts(messages, message -> message.headers().get(CloudEventHeaders.TRACEPARENT)));
    }

    private static <T> Object texts(List<T> rows, Function<T, @Nullable String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    private static String headersWithoutTrace(EventMessage message) {
        Map<String, String> headers = new LinkedHashMap<>(message.headers());
        headers.remove(CloudEventHeaders.TRACEPARENT);
        return Json.mapper().writeValueAsString(headers);
    }
}
