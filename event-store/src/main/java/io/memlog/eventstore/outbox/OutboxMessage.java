package io.memlog.eventstore.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of the outbox.
///
/// @param position    where its event stands in the log
/// @param aggregate   what kind of thing it is about, which decides on the topic
/// @param key         which one it is about: the message key; messages of one key stay in order
/// @param headers     a JSON object of texts
/// @param traceparent the W3C trace context of what caused it
/// @param recordedAt  when its event was appended
public record OutboxMessage(
        long position,
        String aggregate,
        String key,
        String headers,
        @Nullable String traceparent,
        String payload,
        Instant recordedAt) {}
