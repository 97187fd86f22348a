package io.memlog.api.memory.search;

import io.memlog.api.memory.workers.EmbeddingWorkerClient;
import io.memlog.api.memory.workers.GraphWorkerClient;
import io.memlog.api.memory.workers.WorkerCircuitBreaker;
import io.memlog.api.memory.workers.WorkerCircuitBreaker.Pending;
import io.memlog.api.memory.workers.WorkerCircuitBreakers;
import io.memlog.api.memory.workers.WorkerUnavailableException;
import io.memlog.consumer.Deadline;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexHits;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.search.ScoreQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Asks the retrievers concurrently, joins their hits, and returns only those that PostgreSQL confirms and that are
/// similar enough. When none of them answers, the words of the query are looked for in the log.
@Component
final class Search {

    private static final int EXTRA_HITS = 10;
    private static final int MAX_HITS = 1000;
    private static final Duration MIN_LOG_TIME = Duration.ofMillis(500);
    private static final Duration MIN_RERANK_TIME = Duration.ofMillis(100);

    private final EmbeddingWorkerClient embeddingWorker;
    private final Map<Retriever, Client> clients;
    private final WorkerCircuitBreaker scoring;
    private final LogSearchRepository log;
    private final CandidateRepository candidates;
    private final MemorySummaryRepository memories;
    private final RankingProperties ranking;
    private final Reranker reranker;

    Search(
            EmbeddingWorkerClient embeddingWorker,
            GraphWorkerClient graphWorker,
            WorkerCircuitBreakers breakers,
            LogSearchRepository log,
            CandidateRepository candidates,
            MemorySummaryRepository memories,
            RankingProperties ranking,
            Reranker reranker) {
        this.embeddingWorker = embeddingWorker;
        this.clients = Map.of(
                Retriever.VECTOR, new Client(embeddingWorker::vector, breakers.of("vector")),
                Retriever.TEXT, new Client(graphWorker::text, breakers.of("text")),
                Retriever.GRAPH, new Client(graphWorker::graph, breakers.of("graph")));
        this.scoring = breakers.of("scores");
        this.log = log;
        this.candidates = candidates;
        this.memories = memories;
        this.ranking = ranking;
        this.reranker = reranker;
    }

    /// Asks for more hits than the limit; where so many are dropped that the answer would be short, asks again
    /// for still more, while the time of one call is not over.
    Found find(SearchRequest request) {
        var deadline = Deadline.after(scoring.timeout());
        Map<Retriever, Retriever.Result> results = new EnumMap<>(Retriever.class);
        int factor = 1;
        while (true) {
            ask(request, factor, deadline, results);
            if (results.values().stream().noneMatch(Retriever.Result.Hits.class::isInstance)) {
                askLog(request, deadline, results);
            }
            var ranked = rank(request, results, deadline);
            if (ranked.hits().size() >= request.limit()
                    || maxHits(request, Retriever.VECTOR, factor) >= MAX_HITS
                    || deadline.isPast()
                    || results.values().stream().noneMatch(result -> mayHaveMore(result, request))) {
                return confirm(request, ranked, deadline);
            }
            factor *= 4;
        }
    }

    /// Starts all calls before it waits for any. A retriever that has answered before and fails now keeps its answer.
    private void ask(SearchRequest request, int factor, Deadline deadline, Map<Retriever, Retriever.Result> results) {
        Map<Retriever, Pending<IndexHits>> calls = new EnumMap<>(Retriever.class);
        for (var retriever : request.mode().retrievers()) {
            var before = results.get(retriever);
            if (before == null || mayHaveMore(before, request)) {
                var query = request.query(maxHits(request, retriever, factor));
                calls.put(
                        retriever,
                        Objects.requireNonNull(clients.get(retriever)).start(query, deadline.remaining()));
            }
        }
        calls.forEach((retriever, call) -> results.merge(
                retriever,
                result(retriever, call, maxHits(request, retriever, factor)),
                (before, now) -> now instanceof Retriever.Result.Hits ? now : before));
    }

    /// Without hits the search stays unavailable: that the log has none of the words says little about the memories.
    private void askLog(SearchRequest request, Deadline deadline, Map<Retriever, Retriever.Result> results) {
        if (!request.mode().findsWords() || request.requiredSimilarity() > 0) {
            return;
        }
        var time = deadline.remaining().compareTo(MIN_LOG_TIME) < 0 ? Deadline.after(MIN_LOG_TIME) : deadline;
        var hits = log.find(request.query(request.limit()), time);
        if (!hits.isEmpty()) {
            results.put(Retriever.POSTGRES, new Retriever.Result.Hits(Retriever.POSTGRES, hits, true));
        }
    }

    /// A hybrid search ranks by the scores of many hits; those of the graph it only adds.
    private int maxHits(SearchRequest request, Retriever retriever, int factor) {
        var ranks = request.mode() == SearchRequest.Mode.HYBRID && retriever != Retriever.GRAPH;
        var first = Math.max(request.limit() + EXTRA_HITS, ranks ? ranking.candidates() : 0);
        return Math.min(MAX_HITS, factor * first);
    }

    private static boolean mayHaveMore(Retriever.Result result, SearchRequest request) {
        return result instanceof Retriever.Result.Hits hits
                && !hits.complete()
                && (hits.hits().isEmpty() || isSimilarEnough(hits.hits().getLast(), request));
    }

    private Ranked rank(SearchRequest request, Map<Retriever, Retriever.Result> results, Deadline deadline) {
        List<Retriever.Result.Hits> answered = new ArrayList<>();
        Map<String, String> unavailable = new LinkedHashMap<>();
        for (var result : results.values()) {
            switch (result) {
                case Retriever.Result.Hits hits -> answered.add(hits);
                case Retriever.Result.Unavailable(var retriever, var reason) ->
                    unavailable.put(retriever.wireName(), reason);
            }
        }
        var isHybrid = request.mode() == SearchRequest.Mode.HYBRID && !results.containsKey(Retriever.POSTGRES);
        var fusion = new ScoreFusion(ranking, answered);
        var joined = isHybrid
                ? fusion.fuse()
                : answered.stream().flatMap(FusedHit::single).toList();
        var known = candidates.find(request.tenant(), ids(joined), isHybrid);
        var confirmed =
                joined.stream().filter(hit -> known.containsKey(hit.memory())).toList();
        var context = isHybrid ? new ContextRanking(ranking, request.query(), confirmed, known) : null;
        var scored = score(request, context == null ? confirmed : context.rank(), unavailable, deadline);
        var similar = scored.stream()
                .filter(hit -> isSimilarEnough(hit.hit(), request))
                .toList();
        return new Ranked(similar, scored.size() - similar.size(), unavailable, !answered.isEmpty(), fusion, context);
    }

    private Found confirm(SearchRequest request, Ranked ranked, Deadline deadline) {
        var context = ranked.context();
        var ordered = context == null ? ranked.hits() : rerank(request, ranked, deadline);
        var best = ordered.stream().limit(request.limit()).toList();
        var current = memories.find(request.tenant(), ids(best));
        var hits = best.stream()
                .filter(hit -> current.containsKey(hit.memory()))
                .map(hit -> new ConfirmedHit(
                        hit,
                        Objects.requireNonNull(current.get(hit.memory())),
                        context != null && request.isExplained()
                                ? new Explanation(ranked.fusion().shares(hit.memory()), context.changes(hit))
                                : null))
                .toList();
        return new Found(hits, ranked.unavailable(), ranked.answered(), ranked.belowThreshold());
    }

    private static List<MemoryId> ids(List<FusedHit> hits) {
        return hits.stream().map(FusedHit::memory).toList();
    }

    /// Without the reranker, and without time for it, the hits keep their order.
    private List<FusedHit> rerank(SearchRequest request, Ranked ranked, Deadline deadline) {
        if (!reranker.isEnabled()) {
            return ranked.hits();
        }
        if (deadline.remaining().compareTo(MIN_RERANK_TIME) < 0) {
            ranked.unavailable().put("rerank", "timeout");
            return ranked.hits();
        }
        try {
            return reranker.rerank(request.query(), ranked.hits(), deadline);
        } catch (WorkerUnavailableException e) {
            ranked.unavailable().put("rerank", e.reason());
            return ranked.hits();
        }
    }

    /// Gives a distance to the hits that the vector index did not rank, where the distance decides.
    private List<FusedHit> score(
            SearchRequest request, List<FusedHit> hits, Map<String, String> unavailable, Deadline deadline) {
        var unscored = hits.stream()
                .filter(hit -> hit.hit().distance() == null)
                .map(FusedHit::memory)
                .limit(MAX_HITS)
                .toList();
        if (request.requiredSimilarity() <= 0 || unscored.isEmpty()) {
            return hits;
        }
        var query = new ScoreQuery(request.query(), request.userId(), request.projectId(), unscored);
        try {
            Map<MemoryId, Double> distances =
                    scoring.start(() -> embeddingWorker.scores(query), deadline.remaining()).await().hits().stream()
                            .filter(hit -> hit.distance() != null)
                            .collect(Collectors.toMap(IndexHit::memory, hit -> Objects.requireNonNull(hit.distance())));
            return hits.stream()
                    .map(hit -> hit.withDistance(distances.get(hit.memory())))
                    .toList();
        } catch (WorkerUnavailableException e) {
            unavailable.putIfAbsent(Retriever.VECTOR.wireName(), e.reason());
            return hits;
        }
    }

    /// What has no distance is not in the vector index, and stays.
    private static boolean isSimilarEnough(IndexHit hit, SearchRequest request) {
        var distance = hit.distance();
        return distance == null || 1 - distance / 2 >= request.requiredSimilarity();
    }

    /// @param unavailable    the parts of the search that did not answer, such as `vector`, and why
    /// @param answered       whether any retriever answered
    /// @param belowThreshold how many hits are less similar than required
    record Found(List<ConfirmedHit> hits, Map<String, String> unavailable, boolean answered, int belowThreshold) {}

    /// The hits that are similar enough, best first.
    ///
    /// @param context null where nothing but the score of one retriever ranks
    private record Ranked(
            List<FusedHit> hits,
            int belowThreshold,
            Map<String, String> unavailable,
            boolean answered,
            ScoreFusion fusion,
            @Nullable ContextRanking context) {}

    /// A hit together with the memory's current version.
    record ConfirmedHit(
            FusedHit fused, MemorySummary memory, @Nullable Explanation explanation) {}

    private record Client(Function<IndexQuery, IndexHits> search, WorkerCircuitBreaker breaker) {

        Pending<IndexHits> start(IndexQuery query, Duration maxTime) {
            return breaker.start(() -> search.apply(query), maxTime);
        }
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
