package io.memlog.api.memory.search;

import io.memlog.api.http.Caller;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.MemoryAccess;
import io.memlog.api.memory.workers.GraphWorkerClient;
import io.memlog.api.memory.workers.WorkerCircuitBreaker;
import io.memlog.api.memory.workers.WorkerCircuitBreakers;
import io.memlog.api.memory.workers.WorkerUnavailableException;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.search.RelatedHits;
import io.memlog.schemas.search.RelatedHits.RelatedMemory;
import io.memlog.schemas.search.RelatedQuery;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// `GET /memory-logs/{id}/related`: the memories that are related to a memory log in the graph, as far as
/// PostgreSQL confirms them.
@RestController
final class RelatedController {

    private static final String DEPTH = "depth";
    private static final String LIMIT = "limit";
    private static final Set<String> PARAMETERS = Set.of(Caller.USER_ID, Caller.PROJECT_ID, DEPTH, LIMIT);
    private static final int EXTRA_HITS = 10;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final WorkerCircuitBreaker breaker;
    private final GraphWorkerClient graph;
    private final MemoryAccess memories;
    private final MemorySummaryRepository summaries;

    RelatedController(
            WorkerCircuitBreakers breakers,
            GraphWorkerClient graph,
            MemoryAccess memories,
            MemorySummaryRepository summaries) {
        this.breaker = breakers.of("related");
        this.graph = graph;
        this.memories = memories;
        this.summaries = summaries;
    }

    @GetMapping("/memory-logs/{id}/related")
    RelatedHits related(@PathVariable String id, HttpServletRequest request) {
        var parameters = QueryParameters.of(request).allowOnly(PARAMETERS);
        var depth = parameters.integer(DEPTH, 1, 3, 1);
        var limit = parameters.integer(LIMIT, 1, 100, 20);
        var memory = memories.require(id, parameters);
        var query = new RelatedQuery(memory.id(), memory.userId(), memory.projectId(), depth, limit + EXTRA_HITS);
        try {
            return current(memory, breaker.call(() -> graph.related(query)), limit);
        } catch (WorkerUnavailableException e) {
            throw new ProblemException(
                            ProblemType.SEARCH_UNAVAILABLE,
                            "the graph could not be asked: " + e.reason() + "; try again")
                    .with("Memlog-Degraded", "graph;reason=" + e.reason())
                    .retryAfter(RETRY_AFTER);
        }
    }

    private RelatedHits current(MemoryLog memory, RelatedHits found, int limit) {
        var ids = found.memories().stream().map(RelatedMemory::memory).toList();
        var current = summaries.find(memory.tenant(), ids);
        return new RelatedHits(
                found.memories().stream()
                        .filter(related -> current.containsKey(related.memory()))
                        .limit(limit)
                        .toList(),
                found.entities().stream().limit(limit).toList());
    }
}
