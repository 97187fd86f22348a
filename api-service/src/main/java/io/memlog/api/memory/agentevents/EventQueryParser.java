package io.memlog.api.memory.agentevents;

import io.memlog.api.http.QueryParameters;
import io.memlog.eventstore.EventOrder;
import io.memlog.eventstore.EventQuery;
import io.memlog.eventstore.Position;
import io.memlog.eventstore.StreamId;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the parameters of `GET /events`.
final class EventQueryParser {

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
    private static final Set<String> PARAMETERS =
            Set.copyOf(Stream.concat(FILTERS.stream(), Stream.of("after", "order", "limit"))
                    .toList());
    private static final int MOST_EVENTS = 1_000;
    private static final int USUAL_EVENTS = 100;
    private static final int LONGEST_STREAM = 512;
    private static final int MOST_DIGITS = 18;

    private EventQueryParser() {}

    /// @throws io.memlog.api.http.ProblemException naming every wrong parameter
    static EventQuery read(QueryParameters parameters) {
        parameters.only(PARAMETERS);
        if (FILTERS.stream().noneMatch(parameters::isGiven)) {
            parameters.report("conversation_id", "or another filter is required: " + String.join(", ", FILTERS));
        }
        var stream = name("stream", LONGEST_STREAM, parameters);
        var from = parameters.date("from");
        var to = parameters.date("to");
        var query = new EventQuery(
                stream == null ? null : new StreamId(stream),
                name("conversation_id", AgentEventParser.LONGEST_NAME, parameters),
                request(parameters),
                name("user_id", AgentEventParser.LONGEST_NAME, parameters),
                name("project_id", AgentEventParser.LONGEST_NAME, parameters),
                name("type", AgentEventParser.LONGEST_NAME, parameters),
                from == null ? null : from.first(),
                to == null ? null : to.last(),
                order(parameters),
                after(parameters),
                parameters.wholeNumber("limit", 1, MOST_EVENTS, USUAL_EVENTS));
        parameters.rejectIfWrong();
        return query;
    }

    private static @Nullable String request(QueryParameters parameters) {
        var request = name("request_id", AgentEventParser.LONGEST_NAME, parameters);
        var graphites = name(AgentEventParser.GRAPHITE_REQUEST, AgentEventParser.LONGEST_NAME, parameters);
        if (request != null && graphites != null) {
            parameters.report(AgentEventParser.GRAPHITE_REQUEST, "is another name of request_id: give one of them");
        }
        return request == null ? graphites : request;
    }

    private static EventOrder order(QueryParameters parameters) {
        var order = parameters.text("order", 64);
        return switch (order) {
            case null -> EventOrder.POSITION;
            case "position" -> EventOrder.POSITION;
            case "timestamp" -> EventOrder.TIME;
            default -> {
                parameters.report("order", "is to be position or timestamp");
                yield EventOrder.POSITION;
            }
        };
    }

    private static @Nullable Position after(QueryParameters parameters) {
        var after = parameters.text("after", 64);
        if (after == null) {
            return null;
        }
        if (after.isEmpty() || after.length() > MOST_DIGITS || !after.chars().allMatch(EventQueryParser::isDigit)) {
            parameters.report("after", "is to be the position of an event, or 0");
            return null;
        }
        return new Position(Long.parseLong(after));
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    /// A filter that is blank would find nothing, which is hardly what was meant.
    private static @Nullable String name(String parameter, int longest, QueryParameters parameters) {
        var name = parameters.text(parameter, longest);
        if (name != null && name.isBlank()) {
            parameters.report(parameter, "must not be blank");
            return null;
        }
        return name;
    }
}
