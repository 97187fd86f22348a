package io.memlog.api.memory.projection;

import io.memlog.api.http.Caller;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.MemoryAccess;
import io.memlog.api.memory.StoredMemory;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import io.memlog.schemas.topic.Projection;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `GET /memory-logs/{id}/status`: the state of a memory in each projection, and waiting until it is final.
@RestController
record MemoryStatusController(MemoryAccess memories, ProjectionStates states) {

    private static final String WAIT_FOR = "wait_for";
    private static final String TIMEOUT = "timeout_ms";
    private static final Set<String> PARAMETERS = Set.of(Caller.USER_ID, Caller.PROJECT_ID, WAIT_FOR, TIMEOUT);
    private static final int MAX_TIMEOUT = 60_000;
    private static final int DEFAULT_TIMEOUT = 10_000;

    @GetMapping("/memory-logs/{id}/status")
    JsonNode status(@PathVariable String id, HttpServletRequest request) throws InterruptedException {
        var parameters = QueryParameters.of(request).allowOnly(PARAMETERS);
        var awaited = awaited(parameters);
        var timeout = Duration.ofMillis(parameters.integer(TIMEOUT, 0, MAX_TIMEOUT, DEFAULT_TIMEOUT));
        var memory = memories.find(id, parameters);
        if (!awaited.isEmpty()) {
            states.await(
                    () -> {
                        var current = memories.find(id, parameters);
                        return ProjectionState.areFinal(awaited, states.find(current.id()), current.version());
                    },
                    List.of(memory.id()),
                    timeout);
        }
        var current = memories.find(id, parameters);
        return view(current, states.find(current.id()));
    }

    private static Set<Projection> awaited(QueryParameters parameters) {
        var awaited = EnumSet.noneOf(Projection.class);
        var text = parameters.text(WAIT_FOR, 64);
        if (text == null) {
            return awaited;
        }
        for (var name : List.of(text.split(",", -1))) {
            try {
                awaited.add(Projection.parse(name));
            } catch (IllegalArgumentException e) {
                parameters.addError(WAIT_FOR, "lists vector, graph or both, separated by a comma");
            }
        }
        return awaited;
    }

    private static JsonNode view(StoredMemory memory, Map<Projection, ProjectionState> states) {
        var view = Json.mapper().createObjectNode().put("version", memory.version());
        for (var projection : Projection.values()) {
            addState(view.putObject(projection.wireName()), memory, states.get(projection));
        }
        return view;
    }

    private static void addState(ObjectNode view, StoredMemory memory, @Nullable ProjectionState reported) {
        var state = reported == null ? ProjectionState.State.PENDING : reported.at(memory.version());
        view.put("state", state.wireName());
        view.put("version", reported == null ? null : Long.valueOf(reported.version()));
        view.put("at", reported == null ? null : UtcTime.format(reported.at()));
        view.put(
                "milliseconds",
                reported == null || !state.isFinal()
                        ? null
                        : Long.valueOf(Math.max(
                                0,
                                Duration.between(memory.changedAt(), reported.at())
                                        .toMillis())));
    }
}
