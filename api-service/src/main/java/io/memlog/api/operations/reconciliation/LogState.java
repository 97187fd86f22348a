package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.memory.MemoryId;
import java.time.Instant;

/// The state of a memory in the log, and how far its last change has come on the way to an index.
///
/// @param version      the newest one
/// @param deleted      whether that version is the deletion
/// @param lastMovedAt  the time of the last change or replay
/// @param published    whether the outbox holds no change of the memory
/// @param acknowledged whether the consumer of the index has acknowledged this version
/// @param deadLettered whether this version is a dead letter that is not closed
record LogState(
        MemoryId memory,
        long version,
        boolean deleted,
        Instant lastMovedAt,
        boolean published,
        boolean acknowledged,
        boolean deadLettered) {

    /// Whether a change may still be on its way to the index.
    boolean isInFlight(Instant unchangedSince) {
        return !published || deadLettered || lastMovedAt.isAfter(unchangedSince);
    }
}
