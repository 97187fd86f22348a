package io.memlog.schemas.inventory;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.memory.MemoryId;

/// A memory as a store holds it.
///
/// @param version the version that is held; of something damaged the version that it passes for, 0 where
///     nothing says it
public record InventoryEntry(@JsonProperty("memory_log_id") MemoryId memory, long version, EntryState state) {}
