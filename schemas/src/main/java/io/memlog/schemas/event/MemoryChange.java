package io.memlog.schemas.event;

/// A change of a memory: what the log holds and the indexes follow.
public sealed interface MemoryChange extends MemoryEvent permits MemoryStored, MemoryUpdated, MemoryDeleted {}
