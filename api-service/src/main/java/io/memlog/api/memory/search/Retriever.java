package io.memlog.api.memory.search;

import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.topic.Projection;
import java.util.Locale;

/// One way of finding memories, answered by the worker that owns the index.
enum Retriever {
    /// By meaning.
    VECTOR,
    /// By words.
    TEXT,
    /// By what memories are about.
    GRAPH;

    /// The index that the arm looks into.
    Projection projection() {
        return switch (this) {
            case VECTOR -> Projection.VECTOR;
            case TEXT, GRAPH -> Projection.GRAPH;
        };
    }

    /// Whether a hit says enough to count when several arms are joined. The graph finds something for every
    /// name in a query; only from a score of 1 on is a hit about what was asked.
    boolean isTelling(IndexHit hit) {
        return this != GRAPH || hit.score() >= 1;
    }

    /// The name in `matched_by` and `Memlog-Degraded`.
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
