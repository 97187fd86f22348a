package io.memlog.schemas.message;

import io.memlog.schemas.event.EventCodec;
import io.memlog.schemas.event.MemoryEvent;
import io.memlog.schemas.event.UndecodableEventException;
import io.memlog.schemas.json.UtcTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// An event as a message, independent of Kafka's types.
///
/// @param key     the memory id in decimal
/// @param headers in their order on the wire
/// @param data    the event as UTF-8 JSON
public record EventMessage(String key, Map<String, String> headers, String data) {

    private static final EventCodec CODEC = new EventCodec();

    public EventMessage {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /// @param eventId unique within the source; all copies of the event share it
    /// @param source  the CloudEvents source, such as `/memlog/api-service`
    public static EventMessage of(String eventId, String source, Instant time, MemoryEvent event) {
        var key = event.key().id().toString();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(CloudEventHeaders.SPEC_VERSION, "1.0");
        headers.put(CloudEventHeaders.ID, eventId);
        headers.put(CloudEventHeaders.TYPE, event.type());
        headers.put(CloudEventHeaders.SOURCE, source);
        headers.put(CloudEventHeaders.SUBJECT, key);
        headers.put(CloudEventHeaders.TIME, UtcTime.format(time));
        headers.put(CloudEventHeaders.CONTENT_TYPE, "application/json");
        headers.put(CloudEventHeaders.SCHEMA_VERSION, Integer.toString(EventCodec.SCHEMA_VERSION));
        headers.put(CloudEventHeaders.MEMORY_VERSION, Long.toString(event.version()));
        headers.put(CloudEventHeaders.USER_ID, event.key().tenant().userId());
        headers.put(CloudEventHeaders.PROJECT_ID, event.key().tenant().projectId());
        return new EventMessage(key, headers, new String(CODEC.encode(event), StandardCharsets.UTF_8));
    }

    /// The same message with another header.
    public EventMessage with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new EventMessage(key, more, data);
    }

    /// Decodes the event of a message.
    ///
    /// @throws UndecodableEventException when a header is missing or the value does not match the headers
    public static MemoryEvent decode(Map<String, String> headers, byte[] value) throws UndecodableEventException {
        var type = headers.get(CloudEventHeaders.TYPE);
        if (type == null) {
            throw new UndecodableEventException("the message has no " + CloudEventHeaders.TYPE + " header");
        }
        return CODEC.decode(type, schemaVersion(headers), value);
    }

    private static int schemaVersion(Map<String, String> headers) throws UndecodableEventException {
        var version = headers.getOrDefault(CloudEventHeaders.SCHEMA_VERSION, "1");
        try {
            return Integer.parseInt(version);
        } catch (NumberFormatException e) {
            throw new UndecodableEventException(CloudEventHeaders.SCHEMA_VERSION + " is not a number: " + version, e);
        }
    }
}
