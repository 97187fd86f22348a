package io.memlog.eventstore.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of the outbox.
///
/// @param position    the position of its event in the log
/// @param aggregate   the type of the aggregate, which selects the topic
/// @param key         the id of the aggregate, which is the message key; messages of one key stay in order
/// @param headers     a JSON object whose members are strings
/// @param traceparent the W3C trace context of its cause
/// @param recordedAt  when its event was appended
public record OutboxMessage(
        long position,
        String aggregate,
        String key,
        String headers,
        @Nullable String traceparent,
        String payload,
        Instant recordedAt) {}
