package io.memlog.api.memory.agentevents;

import io.memlog.api.http.ProblemException;
import io.memlog.api.http.QueryParameters;
import io.memlog.eventstore.EventPage;
import io.memlog.eventstore.EventQueries;
import io.memlog.eventstore.EventStore;
import io.memlog.schemas.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;

/// `GET /events` and `GET /events/{event_id}`: what agents reported and what happened to memories. Answers
/// are written from the texts of the log, which nobody parses and prints again.
@RestController
final class FindEventsController {

    private final EventStore events;
    private final EventQueries queries;

    FindEventsController(EventStore events, EventQueries queries) {
        this.events = events;
        this.queries = queries;
    }

    @GetMapping("/events")
    void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var page = queries.find(EventQueryParser.read(QueryParameters.of(request)));
        try (var json = begin(response)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("items");
            page.events().forEach(event -> EventView.write(event, json));
            json.writeEndArray();
            writeNext(page, json);
            json.writeEndObject();
        }
    }

    /// The id is the rest of the path, because it may hold slashes.
    @GetMapping("/events/{*event_id}")
    void read(@PathVariable("event_id") String rest, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        QueryParameters.of(request).only(Set.of()).rejectIfWrong();
        var id = rest.substring(1);
        var event = events.find(id).orElseThrow(() -> ProblemException.notFound("there is no event " + id));
        try (var json = begin(response)) {
            EventView.write(event, json);
        }
    }

    private static JsonGenerator begin(HttpServletResponse response) throws IOException {
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        return Json.mapper().createGenerator(response.getOutputStream());
    }

    private static void writeNext(EventPage page, JsonGenerator json) {
        if (page.more()) {
            json.writeNumberProperty(
                    "next_after", page.events().getLast().position().value());
        } else {
            json.writeNullProperty("next_after");
        }
    }
}
