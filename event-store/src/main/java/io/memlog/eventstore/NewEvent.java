package io.memlog.eventstore;

import io.memlog.schemas.message.EventMessage;
import org.jspecify.annotations.Nullable;

/// An event to append.
///
/// @param eventId  unique in the whole log, chosen by the writer, so that appending it again changes
///     nothing
/// @param type     such as `memory_log.stored`
/// @param data     a JSON text, kept to the letter
/// @param metadata a JSON object as text
/// @param context  whose event this is and what it belongs to
/// @param message  what to publish in the same transaction, or null for an event that stays in the log
public record NewEvent(
        String eventId,
        String type,
        String data,
        String metadata,
        EventContext context,
        @Nullable EventMessage message) {}
