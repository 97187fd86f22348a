package io.memlog.eventstore.postgres;

import static java.util.Objects.requireNonNull;

import io.memlog.eventstore.EventKey;
import io.memlog.eventstore.NewEvent;
import io.memlog.eventstore.Position;
import io.memlog.eventstore.postgres.Tables.Outbox;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.EventMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.JSON;

/// Inserts messages into the `outbox` table, in the transaction of the append.
final class OutboxWriter {

    /// All published events are about memory logs.
    static final String AGGREGATE_TYPE = "memory_log";

    private final DSLContext sql;

    OutboxWriter(DSLContext sql) {
        this.sql = sql;
    }

    /// Inserts the messages of the events that have one, in one statement.
    void insert(List<NewEvent> events, Map<EventKey, Position> positions, Instant recordedAt) {
        var insert = sql.insertInto(
                Outbox.TABLE,
                Outbox.POSITION,
                Outbox.ID,
                Outbox.AGGREGATE_TYPE,
                Outbox.AGGREGATE_ID,
                Outbox.TYPE,
                Outbox.PAYLOAD,
                Outbox.HEADERS,
                Outbox.TRACEPARENT,
                Outbox.RECORDED_AT,
                Outbox.PAYLOAD_BYTES);
        var rows = 0;
        for (var event : events) {
            var message = event.message();
            if (message != null) {
                rows++;
                insert = insert.values(
                        requireNonNull(positions.get(event.key())).value(),
                        event.eventId(),
                        AGGREGATE_TYPE,
                        message.key(),
                        event.type(),
                        JSON.json(message.data()),
                        JSON.json(headersWithoutTrace(message)),
                        message.headers().get(CloudEventHeaders.TRACEPARENT),
                        recordedAt,
                        message.data().getBytes(StandardCharsets.UTF_8).length);
            }
        }
        if (rows > 0) {
            insert.execute();
        }
    }

    private static String headersWithoutTrace(EventMessage message) {
        Map<String, String> headers = new LinkedHashMap<>(message.headers());
        headers.remove(CloudEventHeaders.TRACEPARENT);
        return Json.mapper().writeValueAsString(headers);
    }
}
