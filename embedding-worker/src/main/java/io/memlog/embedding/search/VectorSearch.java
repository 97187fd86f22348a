package io.memlog.embedding.search;

import io.memlog.embedding.model.Embedder;
import io.memlog.embedding.vectors.VectorIndex;
import io.memlog.embedding.vectors.VectorQuery;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexHits;
import io.memlog.schemas.search.IndexQuery;

/// Finds the memories whose meaning is nearest to a query.
final class VectorSearch {

    private final Embedder embedder;
    private final VectorIndex vectors;

    VectorSearch(Embedder embedder, VectorIndex vectors) {
        this.embedder = embedder;
        this.vectors = vectors;
    }

    IndexHits answer(IndexQuery query) {
        var hits = vectors.nearest(new VectorQuery(
                query.tenant(), embedder.query(query.query()), query.limit(), query.minSimilarity(), query.filters()));
        return new IndexHits(hits.stream()
                .map(hit -> new IndexHit(hit.memory(), hit.version(), hit.text(), hit.distance(), hit.similarity()))
                .toList());
    }
}
