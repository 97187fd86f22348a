package io.memlog.api.memory.search;

import io.memlog.api.memory.MemoryLogRepository;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.search.IndexQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.springframework.stereotype.Component;

/// Asks the arms at the same time, joins their hits, and lets only those through that PostgreSQL still
/// knows.
@Component
final class Search {

    private static final int SPARE_HITS = 10;
    private static final int MOST_ASKED = 1000;

    private final List<RetrieverClient> arms;
    private final MemoryLogRepository memories;
    private final ExecutorService threads;

    Search(List<RetrieverClient> arms, MemoryLogRepository memories, ExecutorService workerThreads) {
        this.arms = arms;
        this.memories = memories;
        this.threads = workerThreads;
    }

    /// Over-asks the arms; where so many hits were dropped that the answer would be short, asks again for
    /// more.
    Found find(SearchRequest request) throws InterruptedException {
        int asked = request.limit() + SPARE_HITS;
        while (true) {
            var answers = ask(request, asked);
            var found = check(request, answers);
            var exhausted = answers.stream()
                    .allMatch(answer -> !(answer instanceof RetrieverResult.Hits hits) || hits.complete());
            if (found.hits().size() >= request.limit() || exhausted || asked >= MOST_ASKED) {
                return found;
            }
            asked = Math.min(MOST_ASKED, asked * 4);
        }
    }

    private List<RetrieverResult> ask(SearchRequest request, int asked) throws InterruptedException {
        var query = new IndexQuery(
                request.query(),
                request.tenant().userId(),
                request.tenant().projectId(),
                asked,
                request.minSimilarity(),
                request.filters());
        List<Future<RetrieverResult>> asking = new ArrayList<>();
        for (var arm : arms) {
            if (request.mode().asks(arm.arm())) {
                asking.add(threads.submit(() -> arm.ask(query)));
            }
        }
        List<RetrieverResult> answers = new ArrayList<>();
        for (var answer : asking) {
            try {
                answers.add(answer.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("an arm tells its failures in its answer", e.getCause());
            }
        }
        return answers;
    }

    private Found check(SearchRequest request, List<RetrieverResult> answers) {
        List<RetrieverResult.Hits> answered = new ArrayList<>();
        List<RetrieverResult.Unavailable> missing = new ArrayList<>();
        for (var answer : answers) {
            switch (answer) {
                case RetrieverResult.Hits hits -> answered.add(hits);
                case RetrieverResult.Unavailable unavailable -> missing.add(unavailable);
            }
        }
        var joined = request.mode() == SearchMode.HYBRID
                ? ReciprocalRankFusion.join(answered)
                : answered.stream()
                        .map(ReciprocalRankFusion::only)
                        .flatMap(List::stream)
                        .toList();
        Map<MemoryId, MemoryLog> current = memories.current(
                request.tenant(), joined.stream().map(hit -> hit.hit().memory()).toList());
        List<CheckedHit> hits = new ArrayList<>();
        for (var hit : joined) {
            var memory = current.get(hit.hit().memory());
            if (memory != null && hits.size() < request.limit()) {
                hits.add(new CheckedHit(hit, memory));
            }
        }
        return new Found(hits, missing, !answered.isEmpty());
    }

    /// @param missing  the arms that could not be asked
    /// @param answered whether any arm could be asked
    record Found(List<CheckedHit> hits, List<RetrieverResult.Unavailable> missing, boolean answered) {}

    /// A hit together with the memory's current state.
    record CheckedHit(ReciprocalRankFusion.FusedHit fused, MemoryLog memory) {}
}
