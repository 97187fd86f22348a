package io.memlog.api.events;

import io.memlog.api.input.JsonItem;
import io.memlog.api.input.OneOrMany;
import io.memlog.api.input.Parameters;
import io.memlog.api.problems.ProblemException;
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
final class EventIngestController {

    private static final String PATH = "/events";
    private static final int LARGEST_BODY = 16 * 1024 * 1024;
    private static final int MOST_EVENTS = 1_000;

    private final EventIngest ingest;

    EventIngestController(EventIngest ingest) {
        this.ingest = ingest;
    }

    @PostMapping(PATH)
    ResponseEntity<JsonNode> store(HttpServletRequest request) throws IOException {
        Parameters.of(request).only(Set.of()).rejectIfWrong();
        var body = OneOrMany.read(request, LARGEST_BODY, MOST_EVENTS);
        var answer = Json.mapper().createObjectNode();
        var results = answer.putArray("results");
        for (var result : ingest.store(entries(body))) {
            results.add(view(results.size(), result));
        }
        return ResponseEntity.status(HttpStatus.CREATED).body(answer);
    }

    /// An event that was sent alone and is wrong makes the request wrong.
    private static List<EventIngest.Entry> entries(OneOrMany body) {
        return switch (body) {
            case OneOrMany.One(var item) ->
                List.of(new EventIngest.Entry.Valid(AgentEventReader.read(item, LARGEST_BODY)));
            case OneOrMany.Many(var items) ->
                items.stream().map(EventIngestController::entry).toList();
        };
    }

    private static EventIngest.Entry entry(JsonItem item) {
        try {
            return new EventIngest.Entry.Valid(AgentEventReader.read(item, LARGEST_BODY));
        } catch (ProblemException problem) {
            return new EventIngest.Entry.Refused(problem);
        }
    }

    private static ObjectNode view(int index, EventIngest.Result result) {
        var view = Json.mapper().createObjectNode().put("index", index);
        return switch (result) {
            case EventIngest.Result.Stored(var position) -> view.put("position", position.value());
            case EventIngest.Result.Duplicate _ -> view.put("duplicate", true);
            case EventIngest.Result.Refused(var problem) ->
                view.set("problem", Json.mapper().valueToTree(problem.document(PATH)));
        };
    }
}
