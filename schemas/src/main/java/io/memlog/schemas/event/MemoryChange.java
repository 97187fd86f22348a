package io.memlog.schemas.event;

import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.MemoryLog;
import java.time.Instant;

/// A change of a memory, which the log stores and the indexes apply.
public sealed interface MemoryChange extends MemoryEvent permits MemoryChange.Written, MemoryDeleted {

    /// When the memory got this version.
    Instant changedAt();

    /// A change that contains the complete state of the memory.
    sealed interface Written extends MemoryChange permits MemoryStored, MemoryUpdated {

        MemoryLog memory();

        @Override
        default MemoryKey key() {
            return memory().key();
        }

        @Override
        default long version() {
            return memory().version();
        }

        @Override
        default Instant changedAt() {
            return memory().updatedAt();
        }
    }
}
