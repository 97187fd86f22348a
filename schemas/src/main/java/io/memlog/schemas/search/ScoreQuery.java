package io.memlog.schemas.search;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/// Asks how similar some memories are to a text, within one user's project only.
///
/// @param query    the text
/// @param memories at most 1,000; those that the index does not hold are left out of the answer
public record ScoreQuery(
        @NotBlank(message = "query is missing") String query,
        @NotBlank(message = "user_id is missing") String userId,
        @NotBlank(message = "project_id is missing") String projectId,

        @NotNull(message = "memories is missing") @Size(max = 1000, message = "memories are at most 1000")
        List<MemoryId> memories) {

    @JsonIgnore
    public Tenant tenant() {
        return new Tenant(userId, projectId);
    }
}
