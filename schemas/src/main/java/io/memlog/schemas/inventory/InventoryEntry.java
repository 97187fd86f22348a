package io.memlog.schemas.inventory;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.memory.MemoryId;

/// A memory in a store.
///
/// @param version the stored version; for a damaged entry the version that it appears to have, 0 if unknown
public record InventoryEntry(@JsonProperty("memory_log_id") MemoryId memory, long version, EntryState state) {}
