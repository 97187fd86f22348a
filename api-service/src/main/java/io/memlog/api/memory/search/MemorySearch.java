package io.memlog.api.memory.search;

import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.api.memory.projection.ProjectionState;
import io.memlog.api.memory.projection.ProjectionStates;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.topic.Projection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Searches for the request of this thread: waits for what it names, searches, and records the search.
@Component
public final class MemorySearch {

    static final String DEGRADED = "Memlog-Degraded";
    private static final Duration WAIT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Search search;
    private final SearchRecorder recorder;
    private final MemorySummaryRepository memories;
    private final ProjectionStates states;

    MemorySearch(Search search, SearchRecorder recorder, MemorySummaryRepository memories, ProjectionStates states) {
        this.search = search;
        this.recorder = recorder;
        this.memories = memories;
        this.states = states;
    }

    /// @param body a search as `POST /memory-logs/search` takes it
    /// @throws ProblemException when it is invalid, or no index could be queried
    public Found find(JsonNode body) throws InterruptedException {
        return find(SearchRequest.read(body));
    }

    Found find(SearchRequest query) throws InterruptedException {
        if (!query.waitFor().isEmpty()) {
            states.await(() -> areSearchable(query), query.waitFor(), WAIT_TIMEOUT);
        }
        var begun = System.nanoTime();
        var found = search.find(query);
        recorder.record(query, found, Duration.ofNanos(System.nanoTime() - begun));
        var degraded = found.unavailable().entrySet().stream()
                .map(missing -> missing.getKey() + ";reason=" + missing.getValue())
                .collect(Collectors.joining(", "));
        if (!found.answered()) {
            throw new ProblemException(
                            ProblemType.SEARCH_UNAVAILABLE, "no index could be queried: " + degraded + "; try again")
                    .with(DEGRADED, degraded)
                    .retryAfter(RETRY_AFTER);
        }
        return new Found(
                found.hits().stream().map(hit -> view(hit, query)).toList(),
                degraded,
                states.countPending(query.tenant()),
                found.belowThreshold());
    }

    /// @param hits           as `POST /memory-logs/search` shows them, best first
    /// @param degraded       the parts of the search without an answer, such as `vector;reason=timeout`
    /// @param pending        how many memory logs of the tenant are not in every projection yet
    /// @param belowThreshold how many candidates are less similar than required
    public record Found(List<JsonNode> hits, String degraded, int pending, int belowThreshold) {}

    /// A memory that is a dead letter in a projection, or that is not the tenant's, is not waited for.
    private boolean areSearchable(SearchRequest query) {
        Set<Projection> projections =
                query.mode().retrievers().stream().map(Retriever::projection).collect(Collectors.toSet());
        var current = memories.find(query.tenant(), query.waitFor());
        var reported = states.find(current.keySet());
        return current.values().stream()
                .allMatch(memory -> ProjectionState.areFinal(
                        projections, reported.getOrDefault(memory.id(), Map.of()), memory.version()));
    }

    private static JsonNode view(Search.ConfirmedHit confirmed, SearchRequest query) {
        var memory = confirmed.memory();
        var hit = confirmed.fused().hit();
        var view = Json.mapper().createObjectNode();
        view.put("id", "memory_" + memory.id() + "_" + query.userId() + "_" + query.projectId());
        view.put("memory_log_id", memory.id().value());
        view.put("document", hit.document());
        view.putObject("metadata")
                .put("task", memory.task())
                .put("agent", memory.agent())
                .put("date", memory.date());
        var distance = hit.distance();
        view.put("distance", distance);
        view.put("similarity", distance == null ? null : Double.valueOf(1 - distance / 2));
        view.put("score", confirmed.fused().score());
        if (hit.version() < memory.version()) {
            view.put("stale", true);
        }
        view.set("matched_by", Json.mapper().valueToTree(confirmed.fused().matchedBy()));
        if (confirmed.explanation() != null) {
            view.set("explain", Json.mapper().valueToTree(confirmed.explanation()));
        }
        return view;
    }
}
