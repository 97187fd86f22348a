package io.memlog.schemas.search;

import java.util.List;

/// The hits of one index, best first, each memory once.
public record IndexHits(List<IndexHit> hits) {

    public IndexHits {
        hits = List.copyOf(hits);
    }
}
