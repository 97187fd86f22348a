package io.memlog.eventstore;

import io.memlog.schemas.message.EventMessage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event to append.
///
/// @param eventId    unique in the whole log, chosen by the writer, so that appending it again changes
///     nothing
/// @param type       such as `memory_log.stored`
/// @param data       a JSON text, kept to the letter
/// @param metadata   a JSON object as text; its member `schemaversion` says which version of its type the
///     data has, 1 when it is missing
/// @param context    whose event this is and what it belongs to
/// @param message    what to publish in the same transaction, or null for an event that stays in the log
/// @param occurredAt when it happened, or null for when it is recorded
public record NewEvent(
        String eventId,
        String type,
        String data,
        String metadata,
        EventContext context,
        @Nullable EventMessage message,
        @Nullable Instant occurredAt) {

    /// An event that happens as it is recorded.
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
