package io.memlog.embedding.vectors;

import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexFilters;

/// A nearest-neighbour query within one user's project.
///
/// @param limit         maximum number of memories, at least 1
/// @param minSimilarity minimum similarity of a hit, from 0 to 1
public record VectorQuery(Tenant tenant, Embedding vector, int limit, double minSimilarity, IndexFilters filters) {

    public VectorQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("the limit must be at least 1, not " + limit);
        }
    }
}
