package io.memlog.api.changes;

import io.memlog.schemas.memory.MemoryLog;

/// What became of an attempt to change a memory log.
public sealed interface Change {

    /// @param memory the new version
    record Changed(MemoryLog memory) implements Change {}

    record Deleted() implements Change {}

    /// The memory log is deleted already; nothing was changed.
    record Gone() implements Change {}

    /// The condition does not hold at this version; nothing was changed.
    record Stale(long version) implements Change {}

    /// There is no such memory log.
    record Unknown() implements Change {}
}
