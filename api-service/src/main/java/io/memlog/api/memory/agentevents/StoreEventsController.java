package io.memlog.api.memory.agentevents;

import io.memlog.api.http.BatchItem;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.http.SingleOrBatch;
import io.memlog.schemas.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /events`: one event, or many of which each has a result of its own.
@RestController
final class StoreEventsController {

    private static final String PATH = "/events";
    private static final int LARGEST_BODY = 16 * 1024 * 1024;
    private static final int MOST_EVENTS = 1_000;

    private final AgentEventStorer ingest;

    StoreEventsController(AgentEventStorer ingest) {
        this.ingest = ingest;
    }

    @PostMapping(PATH)
    ResponseEntity<JsonNode> store(HttpServletRequest request) throws IOException {
        QueryParameters.of(request).only(Set.of()).rejectIfWrong();
        var body = SingleOrBatch.read(request, LARGEST_BODY, MOST_EVENTS);
        var answer = Json.mapper().createObjectNode();
        var results = answer.putArray("results");
        for (var result : ingest.store(entries(body))) {
            results.add(view(results.size(), result));
        }
        return ResponseEntity.status(HttpStatus.CREATED).body(answer);
    }

    /// An event that was sent alone and is wrong makes the request wrong.
    private static List<AgentEventStorer.Entry> entries(SingleOrBatch body) {
        return switch (body) {
            case SingleOrBatch.One(var item) ->
                List.of(new AgentEventStorer.Entry.Valid(AgentEventParser.read(item, LARGEST_BODY)));
            case SingleOrBatch.Many(var items) ->
                items.stream().map(StoreEventsController::entry).toList();
        };
    }

    private static AgentEventStorer.Entry entry(BatchItem item) {
        try {
            return new AgentEventStorer.Entry.Valid(AgentEventParser.read(item, LARGEST_BODY));
        } catch (ProblemException problem) {
            return new AgentEventStorer.Entry.Refused(problem);
        }
    }

    private static ObjectNode view(int index, AgentEventStorer.Result result) {
        var view = Json.mapper().createObjectNode().put("index", index);
        return switch (result) {
            case AgentEventStorer.Result.Stored(var position) -> view.put("position", position.value());
            case AgentEventStorer.Result.Duplicate _ -> view.put("duplicate", true);
            case AgentEventStorer.Result.Refused(var problem) ->
                view.set("problem", Json.mapper().valueToTree(problem.document(PATH)));
        };
    }
}
