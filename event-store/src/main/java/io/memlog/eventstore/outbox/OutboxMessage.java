package io.memlog.eventstore.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of the outbox, in the order of the columns that the relay reads.
///
/// @param position  the position of its event in the log
/// @param aggregate the type of the aggregate, which selects the topic
/// @param key       the id of the aggregate; messages of one key stay in order
/// @param headers   a JSON object whose members are strings
public record OutboxMessage(
        long position,
        String aggregate,
        String key,
        String headers,
        @Nullable String traceparent,
        String payload,
        Instant recordedAt,
        long bytes) {}
