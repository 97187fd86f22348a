package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.memory.MemoryId;
import java.time.Instant;

/// What the log says of a memory, and how far its last change has come on the way to an index.
///
/// @param version   the newest one
/// @param deleted   whether that version is its deletion
/// @param movedAt   when it last changed, or was last sent to the index again
/// @param published whether no change of it waits in the outbox
/// @param settled   whether the consumer of the index has reported this version as handled
record LogState(MemoryId memory, long version, boolean deleted, Instant movedAt, boolean published, boolean settled) {

    /// Whether it may be on its way to the index at this moment.
    boolean isRestless(Instant quietSince) {
        return !published || movedAt.isAfter(quietSince);
    }
}
