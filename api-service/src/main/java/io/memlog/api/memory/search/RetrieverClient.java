package io.memlog.api.memory.search;

import io.memlog.api.memory.workers.WorkerCircuitBreaker;
import io.memlog.api.memory.workers.WorkerUnavailableException;
import io.memlog.schemas.search.IndexHits;
import io.memlog.schemas.search.IndexQuery;
import java.util.function.Function;

/// Asks one arm.
///
/// @param index the worker's own call
record RetrieverClient(Retriever arm, Function<IndexQuery, IndexHits> index, WorkerCircuitBreaker guard) {

    RetrieverResult ask(IndexQuery query) {
        try {
            var hits = guard.ask(() -> index.apply(query)).hits();
            return new RetrieverResult.Hits(arm, hits, hits.size() < query.limit());
        } catch (WorkerUnavailableException e) {
            return new RetrieverResult.Unavailable(arm, e.reason());
        }
    }
}
