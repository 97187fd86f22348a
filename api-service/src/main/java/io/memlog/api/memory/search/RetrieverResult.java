package io.memlog.api.memory.search;

import io.memlog.schemas.search.IndexHit;
import java.util.List;

/// What one arm said.
sealed interface RetrieverResult {

    Retriever arm();

    /// @param hits     best first
    /// @param complete whether the index has nothing more to offer
    record Hits(Retriever arm, List<IndexHit> hits, boolean complete) implements RetrieverResult {

        public Hits {
            hits = List.copyOf(hits);
        }
    }

    /// The arm could not be asked.
    ///
    /// @param reason `timeout`, `down` or `error`
    record Unavailable(Retriever arm, String reason) implements RetrieverResult {}
}
