package io.memlog.schemas.search;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;

/// What belongs together with a memory, within one user's project only.
///
/// @param depth over how many memories the way may lead, 1 to 3
/// @param limit how many memories, and how many entities, at the most, from 1
public record RelatedQuery(
        @JsonProperty("memory_log_id") MemoryId memory, String userId, String projectId, int depth, int limit) {

    @JsonIgnore
    public MemoryKey key() {
        return new MemoryKey(memory, new Tenant(userId, projectId));
    }
}
