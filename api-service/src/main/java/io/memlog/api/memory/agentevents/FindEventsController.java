package io.memlog.api.memory.agentevents;

import io.memlog.api.http.Caller;
import io.memlog.api.http.FieldError;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.http.Role;
import io.memlog.eventstore.EventOrder;
import io.memlog.eventstore.EventPage;
import io.memlog.eventstore.EventQueries;
import io.memlog.eventstore.EventQuery;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.Position;
import io.memlog.eventstore.StoredEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.eventstore.UnknownPositionException;
import io.memlog.schemas.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;

/// `GET /events` and `GET /events/{event_id}`: what agents reported and how memories changed. Responses are
/// written from the texts of the log, which are not parsed for it.
@RestController
record FindEventsController(EventStore events, EventQueries queries) {

    private static final List<String> FILTERS = List.of(
            "conversation_id",
            "request_id",
            AgentEventParser.GRAPHITE_REQUEST,
            "stream",
            "type",
            "user_id",
            "project_id",
            "from",
            "to");
    private static final Set<String> PARAMETERS = Stream.concat(FILTERS.stream(), Stream.of("after", "order", "limit"))
            .collect(Collectors.toSet());
    private static final int MAX_EVENTS = 1_000;
    private static final int DEFAULT_EVENTS = 100;
    private static final int MAX_STREAM_LENGTH = 512;
    private static final Pattern POSITION = Pattern.compile("0|[1-9][0-9]{0,17}");

    @GetMapping("/events")
    void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var parameters = QueryParameters.of(request);
        var page = find(query(parameters));
        try (var json = begin(response)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("items");
            page.events().stream()
                    .filter(event -> isVisible(event, parameters))
                    .forEach(event -> EventView.write(event, json));
            json.writeEndArray();
            writeNext(page, json);
            json.writeEndObject();
        }
    }

    private EventPage find(EventQuery query) {
        try {
            return queries.find(query);
        } catch (UnknownPositionException e) {
            throw ProblemException.invalid(FieldError.inParameter(
                    "after", "is not the position of an event, or of one that is archived; start again without it"));
        }
    }

    /// The id is the rest of the path, because it may contain slashes.
    @GetMapping("/events/{*event_id}")
    void read(@PathVariable("event_id") String rest, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var parameters = QueryParameters.of(request).allowOnly(Set.of(Caller.USER_ID, Caller.PROJECT_ID));
        var user = parameters.text(Caller.USER_ID, AgentEventParser.MAX_NAME_LENGTH);
        var project = parameters.text(Caller.PROJECT_ID, AgentEventParser.MAX_NAME_LENGTH);
        parameters.throwIfInvalid();
        var id = rest.substring(1);
        var found = events.find(id).stream()
                .filter(event -> isVisible(event, parameters))
                .filter(event -> user == null || user.equals(event.context().userId()))
                .filter(event ->
                        project == null || project.equals(event.context().projectId()))
                .toList();
        if (found.isEmpty()) {
            throw ProblemException.notFound("there is no event " + id);
        }
        if (found.size() > 1) {
            throw ProblemException.invalid(FieldError.inParameter(
                    user == null ? Caller.USER_ID : Caller.PROJECT_ID,
                    "is required: several tenants have an event " + id));
        }
        var event = found.getFirst();
        try (var json = begin(response)) {
            EventView.write(event, json);
        }
    }

    /// The audit is for administrators, and what operators did with dead letters for them.
    private static boolean isVisible(StoredEvent event, QueryParameters parameters) {
        var caller = parameters.caller();
        return caller.sees(event.context().userId(), event.context().projectId())
                && (caller.may(Role.ADMIN) || !event.type().startsWith("audit."))
                && (caller.may(Role.OPERATE) || !event.type().startsWith("dead_letter."));
    }

    private static EventQuery query(QueryParameters parameters) {
        parameters.allowOnly(PARAMETERS);
        if (FILTERS.stream().noneMatch(parameters::isGiven)) {
            parameters.addError("conversation_id", "or another filter is required: " + String.join(", ", FILTERS));
        }
        var stream = parameters.nonBlank("stream", MAX_STREAM_LENGTH);
        var from = parameters.date("from");
        var to = parameters.date("to");
        var order = order(parameters);
        var after = after(parameters);
        var limit = parameters.integer("limit", 1, MAX_EVENTS, DEFAULT_EVENTS);
        var conversation = name("conversation_id", parameters);
        var request = request(parameters);
        var user = parameters.tenantPart(Caller.USER_ID, AgentEventParser.MAX_NAME_LENGTH);
        var project = parameters.tenantPart(Caller.PROJECT_ID, AgentEventParser.MAX_NAME_LENGTH);
        var type = name("type", parameters);
        parameters.throwIfInvalid();
        return new EventQuery(
                stream == null ? null : new StreamId(stream),
                conversation,
                request,
                user,
                project,
                type,
                from == null ? null : from.first(),
                to == null ? null : to.last(),
                order,
                after,
                limit);
    }

    private static @Nullable String name(String parameter, QueryParameters parameters) {
        return parameters.nonBlank(parameter, AgentEventParser.MAX_NAME_LENGTH);
    }

    private static @Nullable String request(QueryParameters parameters) {
        var request = name("request_id", parameters);
        var graphiteRequest = name(AgentEventParser.GRAPHITE_REQUEST, parameters);
        if (request != null && graphiteRequest != null) {
            parameters.addError(AgentEventParser.GRAPHITE_REQUEST, "is another name of request_id: give one of them");
        }
        return request == null ? graphiteRequest : request;
    }

    private static EventOrder order(QueryParameters parameters) {
        return switch (parameters.text("order", 64)) {
            case null -> EventOrder.POSITION;
            case "position" -> EventOrder.POSITION;
            case "timestamp" -> EventOrder.TIME;
            default -> {
                parameters.addError("order", "must be position or timestamp");
                yield EventOrder.POSITION;
            }
        };
    }

    private static @Nullable Position after(QueryParameters parameters) {
        var after = parameters.text("after", 64);
        if (after == null || POSITION.matcher(after).matches()) {
            return after == null ? null : new Position(Long.parseLong(after));
        }
        parameters.addError("after", "must be the position of an event, or 0");
        return null;
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
