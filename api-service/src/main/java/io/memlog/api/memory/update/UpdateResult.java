package io.memlog.api.memory.update;

import io.memlog.schemas.memory.MemoryLog;

/// The result of changing a memory log.
public sealed interface UpdateResult {

    /// @param memory the new version
    record Changed(MemoryLog memory) implements UpdateResult {}

    record Deleted() implements UpdateResult {}

    /// The memory log is deleted already; nothing was changed.
    record AlreadyDeleted() implements UpdateResult {}

    /// The condition does not hold at this version; nothing was changed.
    record VersionConflict(long version) implements UpdateResult {}

    /// There is no such memory log.
    record Unknown() implements UpdateResult {}
}
