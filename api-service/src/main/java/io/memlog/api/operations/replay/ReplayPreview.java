package io.memlog.api.operations.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.memory.MemoryId;

/// A memory that would be replayed, in its latest version.
///
/// @param type of its latest event
public record ReplayPreview(
        @JsonProperty("memory_log_id") MemoryId memory, long version, String type, String userId, String projectId) {}
