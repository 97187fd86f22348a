package io.memlog.schemas.search;

import java.util.List;

/// The memories that an index has found, best first, without duplicates.
public record IndexHits(List<IndexHit> hits) {

    public IndexHits {
        hits = List.copyOf(hits);
    }
}
