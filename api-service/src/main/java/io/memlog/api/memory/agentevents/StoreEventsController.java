package io.memlog.api.memory.agentevents;

import io.memlog.api.http.BatchItem;
import io.memlog.api.http.JsonBatch;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.QueryParameters;
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
record StoreEventsController(AgentEventStorer storer, OutboxBackpressure backpressure) {

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
        for (var result : storer.store(entries(body))) {
            results.add(view(results.size(), result));
        }
        return ResponseEntity.status(HttpStatus.CREATED).body(answer);
    }

    /// An event that is sent alone and is invalid makes the request invalid.
    private static List<AgentEventStorer.Entry> entries(JsonBatch body) {
        return body.isSingle()
                ? List.of(new AgentEventStorer.Entry.Valid(
                        AgentEventParser.read(body.items().getFirst(), MAX_BYTES)))
                : body.items().stream().map(StoreEventsController::entry).toList();
    }

    private static AgentEventStorer.Entry entry(BatchItem item) {
        try {
            return new AgentEventStorer.Entry.Valid(AgentEventParser.read(item, MAX_BYTES));
        } catch (ProblemException problem) {
            return new AgentEventStorer.Entry.Invalid(problem);
        }
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
