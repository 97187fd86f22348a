package io.memlog.api.memory.search;

import io.memlog.api.http.JsonBody;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.MemoryLogRepository;
import io.memlog.api.memory.projection.ProjectionAwaiter;
import io.memlog.api.memory.projection.ProjectionStateRepository;
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
final class SearchController {

    static final String DEGRADED = "Memlog-Degraded";
    static final String PENDING = "Memlog-Pending";
    private static final int LARGEST_BODY = 256 * 1024;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Search search;
    private final MemoryLogRepository memories;
    private final ProjectionStateRepository states;
    private final ProjectionAwaiter waiting;

    SearchController(
            Search search, MemoryLogRepository memories, ProjectionStateRepository states, ProjectionAwaiter waiting) {
        this.search = search;
        this.memories = memories;
        this.states = states;
        this.waiting = waiting;
    }

    @PostMapping("/memory-logs/search")
    ResponseEntity<List<JsonNode>> search(HttpServletRequest request) throws IOException, InterruptedException {
        QueryParameters.of(request).only(Set.of()).rejectIfWrong();
        var asked = SearchRequest.read(JsonBody.read(request, LARGEST_BODY));
        if (!asked.waitFor().isEmpty()) {
            waiting.until(() -> areSearchable(asked), asked.waitFor(), LONGEST_WAIT);
        }
        var found = search.find(asked);
        var degraded = degraded(found);
        if (!found.answered()) {
            throw new ProblemException(
                            ProblemType.SEARCH_UNAVAILABLE, "no index could be asked: " + degraded + "; try again")
                    .with(DEGRADED, degraded)
                    .retryAfter(RETRY);
        }
        var response = ResponseEntity.ok().header(PENDING, Integer.toString(states.pending(asked.tenant())));
        if (!degraded.isEmpty()) {
            response.header(DEGRADED, degraded);
        }
        return response.body(found.hits().stream().map(HitView::of).toList());
    }

    /// A memory that an index gave up on, or that is not the tenant's, is not waited for.
    private boolean areSearchable(SearchRequest asked) {
        var current = memories.current(asked.tenant(), asked.waitFor());
        var reported = states.of(current.keySet());
        return current.values().stream()
                .allMatch(memory -> asked.projections().allMatch(projection -> {
                    var state = reported.getOrDefault(memory.id(), Map.of()).get(projection);
                    return state != null && state.at(memory.version()).isFinal();
                }));
    }

    private static String degraded(Search.Found found) {
        return found.missing().stream()
                .map(missing -> missing.arm().wireName() + ";reason=" + missing.reason())
                .collect(Collectors.joining(", "));
    }
}
