package io.memlog.schemas.memory;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/// A memory id with its tenant, which an index needs to find the memory.
public record MemoryKey(
        @JsonProperty("memory_log_id") MemoryId id,
        @JsonUnwrapped Tenant tenant) {}
