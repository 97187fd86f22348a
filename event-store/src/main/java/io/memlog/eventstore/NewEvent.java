package io.memlog.eventstore;

import io.memlog.schemas.message.EventMessage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event to append.
///
/// @param eventId    unique within its user and project, and chosen by the writer, which makes appends idempotent
/// @param type       such as `memory_log.stored`
/// @param data       a JSON text, kept byte for byte
/// @param metadata   a JSON object; its member `schemaversion` is the version of the data's schema, 1 when it
///     is missing
/// @param context    the owner of the event and what it belongs to
/// @param message    the message to publish; null for an event that is only stored
/// @param occurredAt null for the time at which it is recorded
public record NewEvent(
        String eventId,
        String type,
        String data,
        String metadata,
        EventContext context,
        @Nullable EventMessage message,
        @Nullable Instant occurredAt) {

    public EventKey key() {
        return new EventKey(eventId, context.userId(), context.projectId());
    }

    /// An event that occurs when it is recorded.
    public NewEvent(
            String eventId,
            String type,
            String data,
            String metadata,
            EventContext context,
            @Nullable EventMessage message) {
        this(eventId, type, data, metadata, context, message, null);
    }
}
