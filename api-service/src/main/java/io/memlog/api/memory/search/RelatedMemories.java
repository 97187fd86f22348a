package io.memlog.api.memory.search;

import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.api.memory.workers.GraphWorkerClient;
import io.memlog.api.memory.workers.WorkerCircuitBreaker;
import io.memlog.api.memory.workers.WorkerCircuitBreakers;
import io.memlog.api.memory.workers.WorkerUnavailableException;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.search.RelatedHits;
import io.memlog.schemas.search.RelatedHits.RelatedMemory;
import io.memlog.schemas.search.RelatedQuery;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Finds the memories that are related to a memory log in the graph, as far as PostgreSQL confirms them.
@Component
public final class RelatedMemories {

    public static final int MAX_DEPTH = 3;
    public static final int MAX_LIMIT = 100;
    public static final int DEFAULT_LIMIT = 20;
    private static final int EXTRA_HITS = 10;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final WorkerCircuitBreaker breaker;
    private final GraphWorkerClient graph;
    private final MemorySummaryRepository summaries;

    RelatedMemories(WorkerCircuitBreakers breakers, GraphWorkerClient graph, MemorySummaryRepository summaries) {
        this.breaker = breakers.of("related");
        this.graph = graph;
        this.summaries = summaries;
    }

    /// @param depth over how many memories the relation may lead
    /// @throws ProblemException when the graph could not be asked
    public RelatedHits find(MemoryLog memory, int depth, int limit) {
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
