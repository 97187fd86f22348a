package io.memlog.api.search;

import io.memlog.api.workers.WorkerGuard;
import io.memlog.api.workers.WorkerUnavailableException;
import io.memlog.schemas.search.IndexHits;
import io.memlog.schemas.search.IndexQuery;
import java.util.function.Function;

/// Asks one arm.
///
/// @param index the worker's own call
record ArmCaller(Arm arm, Function<IndexQuery, IndexHits> index, WorkerGuard guard) {

    ArmAnswer ask(IndexQuery query) {
        try {
            var hits = guard.ask(() -> index.apply(query)).hits();
            return new ArmAnswer.Hits(arm, hits, hits.size() < query.limit());
        } catch (WorkerUnavailableException e) {
            return new ArmAnswer.Unavailable(arm, e.reason());
        }
    }
}
