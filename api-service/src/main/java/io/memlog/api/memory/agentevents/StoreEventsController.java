package io.memlog.api.memory.agentevents;

import io.memlog.api.http.BatchItem;
import io.memlog.api.http.JsonBatch;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.quota.TenantQuota;
import io.memlog.api.memory.store.OutboxBackpressure;
import io.memlog.schemas.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /events`: one event, or many of which each has a result of its own.
@RestController
record StoreEventsController(AgentEventStorer storer, OutboxBackpressure backpressure, TenantQuota quota) {

    private static final String PATH = "/events";
    private static final int MAX_BYTES = 16 * 1024 * 1024;
    private static final int MAX_EVENTS = 1_000;

    @PostMapping(PATH)
    ResponseEntity<JsonNode> store(HttpServletRequest request) throws IOException {
        QueryParameters.requireNone(request);
        var body = JsonBatch.readSingleOrMany(request, MAX_BYTES, MAX_EVENTS);
        backpressure.throwIfFull();
        var answer = Json.mapper().createObjectNode();
        var results = answer.putArray("results");
        for (var result : store(body)) {
            results.add(view(results.size(), result));
        }
        return ResponseEntity.status(HttpStatus.CREATED).body(answer);
    }

    /// An event that is sent alone and is invalid makes the request invalid.
    private List<AgentEventStorer.Result> store(JsonBatch body) {
        return body.isSingle()
                ? List.of(storer.store(read(body.items().getFirst())))
                : storer.store(body.items().stream().map(this::entry).toList());
    }

    private AgentEventStorer.Entry entry(BatchItem item) {
        try {
            return new AgentEventStorer.Entry.Valid(read(item));
        } catch (ProblemException problem) {
            return new AgentEventStorer.Entry.Invalid(problem);
        }
    }

    private AgentEvent read(BatchItem item) {
        var event = AgentEventParser.read(item, MAX_BYTES);
        quota.bytesExceededBy(event.context().userId(), event.context().projectId())
                .filter(_ -> !storer.isStored(event))
                .ifPresent(problem -> {
                    throw problem;
                });
        return event;
    }

    private static ObjectNode view(int index, AgentEventStorer.Result result) {
        var view = Json.mapper().createObjectNode().put("index", index);
        return switch (result) {
            case AgentEventStorer.Result.Stored(var position) -> view.put("position", position.value());
            case AgentEventStorer.Result.Duplicate _ -> view.put("duplicate", true);
            case AgentEventStorer.Result.Rejected(var problem) ->
                view.set("problem", Json.mapper().valueToTree(problem.document(PATH)));
        };
    }
}
