package io.memlog.api.memory.search;

import io.memlog.api.http.JsonBody;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.projection.ProjectionState;
import io.memlog.api.memory.projection.ProjectionStates;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.topic.Projection;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `POST /memory-logs/search`.
@RestController
record SearchController(
        Search search, SearchRecorder recorder, MemorySummaryRepository memories, ProjectionStates states) {

    private static final String DEGRADED = "Memlog-Degraded";
    private static final String BELOW_THRESHOLD = "Memlog-Below-Threshold";
    private static final String PENDING = "Memlog-Pending";
    private static final int MAX_BYTES = 256 * 1024;
    private static final Duration WAIT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    @PostMapping("/memory-logs/search")
    ResponseEntity<List<JsonNode>> search(HttpServletRequest request) throws IOException, InterruptedException {
        QueryParameters.requireNone(request);
        var query = SearchRequest.read(JsonBody.read(request, MAX_BYTES));
        if (!query.waitFor().isEmpty()) {
            states.await(() -> areSearchable(query), query.waitFor(), WAIT_TIMEOUT);
        }
        var begun = System.nanoTime();
        var found = search.find(query);
        recorder.record(query, found, Duration.ofNanos(System.nanoTime() - begun));
        var degraded = found.unavailable().stream()
                .map(missing -> missing.retriever().wireName() + ";reason=" + missing.reason())
                .collect(Collectors.joining(", "));
        if (!found.answered()) {
            throw new ProblemException(
                            ProblemType.SEARCH_UNAVAILABLE, "no index could be queried: " + degraded + "; try again")
                    .with(DEGRADED, degraded)
                    .retryAfter(RETRY_AFTER);
        }
        var response = ResponseEntity.ok().header(PENDING, Integer.toString(states.countPending(query.tenant())));
        if (query.requiredSimilarity() > 0) {
            response.header(BELOW_THRESHOLD, Integer.toString(found.belowThreshold()));
        }
        if (!degraded.isEmpty()) {
            response.header(DEGRADED, degraded);
        }
        return response.body(found.hits().stream().map(hit -> view(hit, query)).toList());
    }

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
