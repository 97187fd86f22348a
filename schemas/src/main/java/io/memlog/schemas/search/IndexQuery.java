package io.memlog.schemas.search;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.memlog.schemas.memory.Tenant;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.util.Objects;

/// A query to one index, answered within one user's project only.
///
/// @param query         the text to search for
/// @param limit         the maximum number of memories, 1 to 10,000
/// @param minSimilarity the minimum similarity of a hit, 0 to 1, where the index measures one
/// @param filters       [IndexFilters#NONE] when absent
public record IndexQuery(
        @NotBlank(message = "query is missing") String query,
        @NotBlank(message = "user_id is missing") String userId,
        @NotBlank(message = "project_id is missing") String projectId,

        @Min(value = 1, message = LIMIT_RANGE) @Max(value = MAX_LIMIT, message = LIMIT_RANGE)
        int limit,

        @DecimalMin(value = "0", message = SIMILARITY_RANGE) @DecimalMax(value = "1", message = SIMILARITY_RANGE)
        double minSimilarity,

        IndexFilters filters) {

    static final int MAX_LIMIT = 10_000;
    static final String LIMIT_RANGE = "limit lies between 1 and " + MAX_LIMIT;
    private static final String SIMILARITY_RANGE = "min_similarity lies between 0 and 1";

    public IndexQuery {
        filters = Objects.requireNonNullElse(filters, IndexFilters.NONE);
    }

    @JsonIgnore
    public Tenant tenant() {
        return new Tenant(userId, projectId);
    }
}
