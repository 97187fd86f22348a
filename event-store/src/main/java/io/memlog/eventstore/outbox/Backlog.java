package io.memlog.eventstore.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The content of the outbox.
///
/// @param depth  number of waiting messages
/// @param bytes  size of the waiting and the parked messages
/// @param oldest when the first of them was recorded; null when none waits
/// @param parked number of unpublishable messages
public record Backlog(long depth, long bytes, @Nullable Instant oldest, long parked) {

    static final Backlog EMPTY = new Backlog(0, 0, null, 0);
}
