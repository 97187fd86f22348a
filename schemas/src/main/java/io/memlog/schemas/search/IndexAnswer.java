package io.memlog.schemas.search;

import java.util.List;

/// What an index found, best first, each memory once.
public record IndexAnswer(List<IndexHit> hits) {

    public IndexAnswer {
        hits = List.copyOf(hits);
    }
}
