package io.memlog.schemas.search;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.memlog.schemas.memory.Tenant;

/// A question to one index, answered within one user's project only.
///
/// @param query         what is looked for, in the asker's words
/// @param limit         how many memories at the most, from 1
/// @param minSimilarity what a hit's similarity must reach, from 0 to 1, where the index measures one
public record IndexQuery(
        String query, String userId, String projectId, int limit, double minSimilarity, IndexFilters filters) {

    @JsonIgnore
    public Tenant tenant() {
        return new Tenant(userId, projectId);
    }
}
