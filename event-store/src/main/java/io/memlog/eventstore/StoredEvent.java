package io.memlog.eventstore;

import java.time.Instant;

/// An event as it stands in the log; its times are in microseconds.
///
/// @param streamVersion its place in the stream, from 1
/// @param data          the JSON text that was appended
/// @param occurredAt    when it happened, as its writer says
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
        Instant recordedAt) {}
