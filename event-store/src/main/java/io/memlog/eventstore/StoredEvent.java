package io.memlog.eventstore;

import java.time.Instant;

/// An event of the log; its times have microseconds.
///
/// @param streamVersion its number in the stream, from 1
/// @param data          the JSON text that was appended
/// @param occurredAt    when it occurred, according to its writer
/// @param recordedAt    when it was appended
public record StoredEvent(
        Position position,
        String eventId,
        StreamId stream,
        long streamVersion,
        String type,
        String data,
        String metadata,
        EventContext context,
        Instant occurredAt,
        Instant recordedAt) {

    public EventKey key() {
        return new EventKey(eventId, context.userId(), context.projectId());
    }
}
