package io.memlog.embedding.vectors;

import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexFilters;

/// A question to the store, within one user's project.
///
/// @param limit         how many memories at the most, from 1
/// @param minSimilarity what the similarity of a hit must reach, from 0 to 1
public record VectorQuery(Tenant tenant, Embedding vector, int limit, double minSimilarity, IndexFilters filters) {

    public VectorQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit is at least 1, not " + limit);
        }
    }
}
