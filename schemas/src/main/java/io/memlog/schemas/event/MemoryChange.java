package io.memlog.schemas.event;

/// A change of a memory, which the log stores and the indexes apply.
public sealed interface MemoryChange extends MemoryEvent permits MemoryStored, MemoryUpdated, MemoryDeleted {}
