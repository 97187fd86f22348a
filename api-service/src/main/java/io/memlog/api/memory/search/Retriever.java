package io.memlog.api.memory.search;

import io.memlog.schemas.json.WireEnum;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.topic.Projection;
import java.util.List;

/// One way of finding memories, served by the worker that owns the index. Its wire name stands in
/// `matched_by` and `Memlog-Degraded`.
enum Retriever implements WireEnum {
    /// By meaning.
    VECTOR,
    /// By words.
    TEXT,
    /// By what memories are about.
    GRAPH,
    /// By words in the log, while no index answers.
    POSTGRES;

    /// The index that the retriever searches.
    Projection projection() {
        return switch (this) {
            case VECTOR -> Projection.VECTOR;
            case TEXT, GRAPH -> Projection.GRAPH;
            case POSTGRES -> throw new IllegalStateException("the log is no index");
        };
    }

    /// Whether a hit counts when several retrievers are joined. The graph finds something for every name in a
    /// query; only from a score of 1 on is a hit about what was asked.
    boolean isRelevant(IndexHit hit) {
        return this != GRAPH || hit.score() >= 1;
    }

    /// The score of a hit, from 0 to 1: the similarity of vectors is, the sums of full-text search and graph are not.
    double toUnitInterval(IndexHit hit) {
        return this == VECTOR ? hit.score() : hit.score() / (1 + hit.score());
    }

    /// What one retriever answered.
    sealed interface Result {

        /// @param hits     best first
        /// @param complete whether the index has no more hits
        record Hits(Retriever retriever, List<IndexHit> hits, boolean complete) implements Result {

            public Hits {
                hits = List.copyOf(hits);
            }
        }

        /// @param reason `timeout`, `down` or `error`
        record Unavailable(Retriever retriever, String reason) implements Result {}
    }
}
