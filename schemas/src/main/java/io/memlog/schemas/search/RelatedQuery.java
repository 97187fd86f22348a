package io.memlog.schemas.search;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;

/// A query for what is related to a memory, limited to one tenant.
///
/// @param depth the maximum number of memories on a path, 1 to 3
/// @param limit the maximum number of memories, and of entities, from 1
public record RelatedQuery(
        @JsonProperty("memory_log_id") MemoryId memory, String userId, String projectId, int depth, int limit) {

    @JsonIgnore
    public MemoryKey key() {
        return new MemoryKey(memory, new Tenant(userId, projectId));
    }
}
