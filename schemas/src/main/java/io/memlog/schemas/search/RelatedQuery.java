package io.memlog.schemas.search;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

/// A query for the memories related to one memory, within one user's project only.
///
/// @param depth the maximum number of memories on the path, 1 to 3
/// @param limit the maximum number of memories, and of entities, 1 to 10,000
public record RelatedQuery(
        @NotNull(message = "memory_log_id is missing") @JsonProperty("memory_log_id")
        MemoryId memory,

        @NotBlank(message = "user_id is missing") String userId,
        @NotBlank(message = "project_id is missing") String projectId,

        @Min(value = 1, message = DEPTH_RANGE) @Max(value = MAX_DEPTH, message = DEPTH_RANGE)
        int depth,

        @Min(value = 1, message = IndexQuery.LIMIT_RANGE)
        @Max(value = IndexQuery.MAX_LIMIT, message = IndexQuery.LIMIT_RANGE)
        int limit) {

    private static final int MAX_DEPTH = 3;
    private static final String DEPTH_RANGE = "depth lies between 1 and " + MAX_DEPTH;

    @JsonIgnore
    public MemoryKey key() {
        return new MemoryKey(memory, new Tenant(userId, projectId));
    }
}
