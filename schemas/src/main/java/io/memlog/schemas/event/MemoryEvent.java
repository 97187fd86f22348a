package io.memlog.schemas.event;

import io.memlog.schemas.memory.MemoryKey;

/// Something that happened to one version of a memory.
public sealed interface MemoryEvent permits MemoryChange, ProjectionEvent {

    /// The CloudEvents type, such as `memory_log.stored`.
    String type();

    MemoryKey key();

    long version();
}
