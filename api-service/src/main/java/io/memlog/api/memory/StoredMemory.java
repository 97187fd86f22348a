package io.memlog.api.memory;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import java.time.Instant;

/// The newest version of a memory log, which may be its deletion.
public sealed interface StoredMemory {

    MemoryId id();

    Tenant tenant();

    long version();

    /// When this version was made.
    Instant changedAt();

    record Current(MemoryLog memory) implements StoredMemory {

        @Override
        public MemoryId id() {
            return memory.id();
        }

        @Override
        public Tenant tenant() {
            return memory.tenant();
        }

        @Override
        public long version() {
            return memory.version();
        }

        @Override
        public Instant changedAt() {
            return memory.updatedAt();
        }
    }

    record Deleted(MemoryId id, Tenant tenant, long version, Instant changedAt) implements StoredMemory {}
}
