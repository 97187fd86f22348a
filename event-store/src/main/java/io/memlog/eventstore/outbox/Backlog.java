package io.memlog.eventstore.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the outbox holds.
///
/// @param depth  how many messages wait
/// @param oldest when the first of them was recorded, null when none waits
/// @param parked how many messages Kafka has refused for ever
public record Backlog(long depth, @Nullable Instant oldest, long parked) {

    static final Backlog EMPTY = new Backlog(0, null, 0);
}
