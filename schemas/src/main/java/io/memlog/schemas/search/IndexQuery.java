package io.memlog.schemas.search;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.memlog.schemas.memory.Tenant;

/// A search in one index, limited to one tenant.
///
/// @param query         the text to search for
/// @param limit         the maximum number of memories, from 1
/// @param minSimilarity the minimum similarity of a hit, from 0 to 1, if the index measures it
public record IndexQuery(
        String query, String userId, String projectId, int limit, double minSimilarity, IndexFilters filters) {

    @JsonIgnore
    public Tenant tenant() {
        return new Tenant(userId, projectId);
    }
}
