package io.memlog.api.memory.search;

import io.memlog.api.memory.MemoryAccess;
import io.memlog.api.memory.MemorySummary;
import io.memlog.api.memory.workers.EmbeddingWorkerClient;
import io.memlog.api.memory.workers.GraphWorkerClient;
import io.memlog.api.memory.workers.WorkerCircuitBreaker;
import io.memlog.api.memory.workers.WorkerCircuitBreaker.Pending;
import io.memlog.api.memory.workers.WorkerCircuitBreakers;
import io.memlog.api.memory.workers.WorkerUnavailableException;
import io.memlog.schemas.search.IndexHits;
import io.memlog.schemas.search.IndexQuery;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/// Asks the retrievers concurrently, joins their hits, and returns only those that PostgreSQL confirms.
@Component
final class Search {

    private static final int OVERFETCH = 10;
    private static final int MAX_HITS = 1000;

    private final Map<Retriever, Function<IndexQuery, Pending<IndexHits>>> clients;
    private final MemoryAccess memories;

    Search(
            EmbeddingWorkerClient embeddingWorker,
            GraphWorkerClient graphWorker,
            WorkerCircuitBreakers breakers,
            MemoryAccess memories) {
        this.clients = Map.of(
                Retriever.VECTOR, client(embeddingWorker::vector, breakers.of("vector")),
                Retriever.TEXT, client(graphWorker::text, breakers.of("text")),
                Retriever.GRAPH, client(graphWorker::graph, breakers.of("graph")));
        this.memories = memories;
    }

    /// Asks for more hits than the limit; where so many are dropped that the answer would be short, asks again
    /// for still more.
    Found find(SearchRequest request) {
        int maxHits = request.limit() + OVERFETCH;
        while (true) {
            var results = ask(request, maxHits);
            var found = confirm(request, results);
            var exhausted = results.stream()
                    .allMatch(result -> !(result instanceof Retriever.Result.Hits hits) || hits.complete());
            if (found.hits().size() >= request.limit() || exhausted || maxHits >= MAX_HITS) {
                return found;
            }
            maxHits = Math.min(MAX_HITS, maxHits * 4);
        }
    }

    /// Starts all calls before it waits for any.
    private List<Retriever.Result> ask(SearchRequest request, int maxHits) {
        var query = request.query(maxHits);
        Map<Retriever, Pending<IndexHits>> calls = new EnumMap<>(Retriever.class);
        for (var retriever : request.mode().retrievers()) {
            calls.put(retriever, Objects.requireNonNull(clients.get(retriever)).apply(query));
        }
        return calls.entrySet().stream()
                .map(call -> result(call.getKey(), call.getValue(), maxHits))
                .toList();
    }

    private Found confirm(SearchRequest request, List<Retriever.Result> results) {
        List<Retriever.Result.Hits> answered = new ArrayList<>();
        List<Retriever.Result.Unavailable> unavailable = new ArrayList<>();
        for (var result : results) {
            switch (result) {
                case Retriever.Result.Hits hits -> answered.add(hits);
                case Retriever.Result.Unavailable missing -> unavailable.add(missing);
            }
        }
        var joined = request.mode() == SearchRequest.Mode.HYBRID
                ? ReciprocalRankFusion.join(answered)
                : answered.stream().flatMap(ReciprocalRankFusion::single).toList();
        var current = memories.current(
                request.tenant(), joined.stream().map(hit -> hit.hit().memory()).toList());
        List<ConfirmedHit> hits = joined.stream()
                .filter(hit -> current.containsKey(hit.hit().memory()))
                .limit(request.limit())
                .map(hit -> new ConfirmedHit(
                        hit, Objects.requireNonNull(current.get(hit.hit().memory()))))
                .toList();
        return new Found(hits, unavailable, !answered.isEmpty());
    }

    /// @param unavailable the retrievers that could not be asked
    /// @param answered    whether any retriever could be asked
    record Found(List<ConfirmedHit> hits, List<Retriever.Result.Unavailable> unavailable, boolean answered) {}

    /// A hit together with the memory's current version.
    record ConfirmedHit(ReciprocalRankFusion.FusedHit fused, MemorySummary memory) {}

    private static Function<IndexQuery, Pending<IndexHits>> client(
            Function<IndexQuery, IndexHits> search, WorkerCircuitBreaker breaker) {
        return query -> breaker.start(() -> search.apply(query));
    }

    private static Retriever.Result result(Retriever retriever, Pending<IndexHits> answer, int maxHits) {
        try {
            var hits = answer.await().hits();
            return new Retriever.Result.Hits(retriever, hits, hits.size() < maxHits);
        } catch (WorkerUnavailableException e) {
            return new Retriever.Result.Unavailable(retriever, e.reason());
        }
    }
}
