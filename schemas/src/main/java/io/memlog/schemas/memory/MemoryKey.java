package io.memlog.schemas.memory;

/// A memory together with its owner: what an index needs to find it.
public record MemoryKey(MemoryId id, Tenant tenant) {}
