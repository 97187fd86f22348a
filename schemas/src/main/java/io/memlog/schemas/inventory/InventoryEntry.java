package io.memlog.schemas.inventory;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.memory.MemoryId;

/// A memory in a store.
///
/// @param version the stored version; of a damaged memory the version it claims, 0 when it claims none
public record InventoryEntry(@JsonProperty("memory_log_id") MemoryId memory, long version, EntryState state) {}
