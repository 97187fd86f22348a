package io.memlog.schemas.memory;

/// A memory id with its tenant, which an index needs to find the memory.
public record MemoryKey(MemoryId id, Tenant tenant) {}
