package io.memlog.api.memory.projection;

import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.MemoryAccess;
import io.memlog.api.memory.MemoryLogRepository;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.topic.Projection;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `GET /memory-logs/{id}/status`: where a memory stands in each index, and waiting until it is there.
@RestController
final class MemoryStatusController {

    private static final String WAIT_FOR = "wait_for";
    private static final String TIMEOUT = "timeout_ms";
    private static final Set<String> PARAMETERS =
            Set.of(MemoryAccess.USER_ID, MemoryAccess.PROJECT_ID, WAIT_FOR, TIMEOUT);
    private static final int LONGEST_WAIT = 60_000;
    private static final int USUAL_WAIT = 10_000;

    private final MemoryAccess lookup;
    private final ProjectionStateRepository states;
    private final ProjectionAwaiter waiting;

    MemoryStatusController(MemoryAccess lookup, ProjectionStateRepository states, ProjectionAwaiter waiting) {
        this.lookup = lookup;
        this.states = states;
        this.waiting = waiting;
    }

    @GetMapping("/memory-logs/{id}/status")
    JsonNode status(@PathVariable String id, HttpServletRequest request) throws InterruptedException {
        var parameters = QueryParameters.of(request).only(PARAMETERS);
        var awaited = awaited(parameters);
        var timeout = parameters.wholeNumber(TIMEOUT, 0, LONGEST_WAIT, USUAL_WAIT);
        var current = current(id, parameters);
        if (!awaited.isEmpty()) {
            waiting.until(
                    () -> areFinal(awaited, current(id, parameters)),
                    List.of(current.memory()),
                    Duration.ofMillis(timeout));
        }
        var now = current(id, parameters);
        return MemoryStatusView.of(now, reported(now.memory()));
    }

    private boolean areFinal(Set<Projection> awaited, CurrentVersion current) {
        var reported = reported(current.memory());
        return awaited.stream().allMatch(projection -> {
            var state = reported.get(projection);
            return state != null && state.at(current.version()).isFinal();
        });
    }

    private Map<Projection, ProjectionState> reported(MemoryId memory) {
        return states.of(List.of(memory)).getOrDefault(memory, Map.of());
    }

    private CurrentVersion current(String id, QueryParameters parameters) {
        return switch (lookup.find(id, parameters)) {
            case MemoryLogRepository.Lookup.Found(var memory) ->
                new CurrentVersion(memory.id(), memory.version(), memory.updatedAt());
            case MemoryLogRepository.Lookup.Deleted deleted ->
                new CurrentVersion(MemoryId.parse(id), deleted.version(), deleted.at());
            case MemoryLogRepository.Lookup.Unknown _ ->
                throw new IllegalStateException("the lookup answers 404 by itself");
        };
    }

    private static Set<Projection> awaited(QueryParameters parameters) {
        var awaited = EnumSet.noneOf(Projection.class);
        var text = parameters.text(WAIT_FOR, 64);
        if (text == null) {
            return awaited;
        }
        for (var name : Arrays.asList(text.split(",", -1))) {
            try {
                awaited.add(Projection.parse(name));
            } catch (IllegalArgumentException e) {
                parameters.report(WAIT_FOR, "lists vector, graph or both, separated by a comma");
            }
        }
        return awaited;
    }
}
