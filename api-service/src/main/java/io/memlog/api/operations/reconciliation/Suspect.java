package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.memory.MemoryKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A discrepancy that was seen once. It becomes a finding when it is seen again and the memory has not moved.
///
/// @param number       of its row, and of the finding
/// @param logVersion   at the first comparison; null when the log did not know the memory
/// @param acknowledged whether the consumer had acknowledged that version
record Suspect(long number, MemoryKey memory, @Nullable Long logVersion, boolean acknowledged, Instant suspectedAt) {

    /// Whether the memory may have been written since.
    ///
    /// @param state null when the log does not know the memory
    boolean hasMoved(@Nullable LogState state) {
        if (state == null) {
            return logVersion != null;
        }
        return logVersion == null
                || state.version() != logVersion
                || (acknowledged && !state.acknowledged())
                || state.isInFlight(suspectedAt);
    }
}
