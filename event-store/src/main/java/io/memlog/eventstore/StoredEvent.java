package io.memlog.eventstore;

import java.time.Instant;

/// An event as it stands in the log.
///
/// @param streamVersion its place in the stream, from 1
/// @param data          the JSON text that was appended
public record StoredEvent(
        Position position,
        String eventId,
        StreamId stream,
        long streamVersion,
        String type,
        String data,
        String metadata,
        EventContext context,
        Instant recordedAt) {}
