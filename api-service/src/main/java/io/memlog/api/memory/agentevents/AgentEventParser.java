package io.memlog.api.memory.agentevents;

import io.memlog.api.http.BatchItem;
import io.memlog.api.http.Caller;
import io.memlog.api.http.FieldError;
import io.memlog.api.http.JsonPointers;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.RequestSchema;
import io.memlog.eventstore.EventContext;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads an agent's event, also in the form in which the Graphite framework writes its events.
final class AgentEventParser {

    static final int MAX_NAME_LENGTH = 256;

    /// Graphite's name of the request.
    static final String GRAPHITE_REQUEST = "assistant_request_id";

    private static final RequestSchema<Body> SCHEMA = RequestSchema.of("AgentEvent", Body.class);

    /// An event that was read can be sent again: Memlog sets the position and ignores it in a request.
    private static final String POSITION = "position";

    /// Beginnings of the names of Memlog's own events. An agent's event under such a name could pass for a
    /// change of a memory, or keep one from being appended under the same id.
    private static final List<String> RESERVED_IDS = List.of("memory_log-", "dead_letter-", "audit-", "search-");

    private static final List<String> RESERVED_TYPES = List.of("memory_log.", "dead_letter.", "audit.", "vector.");

    /// Every client resolves them in a path.
    private static final Set<String> UNADDRESSABLE_IDS = Set.of(".", "..");

    private AgentEventParser() {}

    /// @throws ProblemException naming every invalid member
    static AgentEvent read(BatchItem item, int maxBytes) {
        var tree = item.read(maxBytes);
        var isBound = Caller.current().bind(tree, item.pointer());
        var errors = SCHEMA.errors(tree, item.pointer());
        reservedBeginningOfId(tree.path("event_id").asString(""))
                .ifPresent(beginning -> errors.add(error(item, "event_id", reserved(beginning))));
        if (UNADDRESSABLE_IDS.contains(tree.path("event_id").asString(""))) {
            errors.add(error(item, "event_id", "must not be . or .., by which no path can name it"));
        }
        reservedBeginningOfType(tree.path("event_type").asString(""))
                .ifPresent(beginning -> errors.add(error(item, "event_type", reserved(beginning))));
        var request = name(tree.path("request_id"));
        var graphiteRequest = name(tree.path(GRAPHITE_REQUEST));
        if (request != null && graphiteRequest != null && !request.equals(graphiteRequest)) {
            errors.add(error(item, GRAPHITE_REQUEST, "is another name of request_id, and differs from it"));
        }
        ProblemException.throwIfInvalid(errors);
        var body = SCHEMA.bind(tree);
        var context = new EventContext(
                name(tree.path("user_id")),
                name(tree.path("project_id")),
                conversation(tree),
                request == null ? graphiteRequest : request,
                null,
                null);
        return new AgentEvent(body.eventId, body.eventType, body.timestamp.first(), context, text(tree, item, isBound));
    }

    static Optional<String> reservedBeginningOfId(String eventId) {
        return RESERVED_IDS.stream().filter(eventId::startsWith).findFirst();
    }

    static Optional<String> reservedBeginningOfType(String type) {
        return RESERVED_TYPES.stream().filter(type::startsWith).findFirst();
    }

    private static String reserved(String beginning) {
        return "begins with " + beginning + ", which is reserved for Memlog's own events";
    }

    private static FieldError error(BatchItem item, String member, String detail) {
        return FieldError.inBody(JsonPointers.member(item.pointer(), member), detail);
    }

    /// The conversation at the top; without it, the one of Graphite's context, which is not validated.
    private static @Nullable String conversation(JsonNode tree) {
        var conversation = name(tree.path("conversation_id"));
        var invoked = name(tree.at("/event_context/invoke_context/conversation_id"));
        return conversation != null || invoked == null || invoked.codePointCount(0, invoked.length()) > MAX_NAME_LENGTH
                ? conversation
                : invoked;
    }

    /// A blank name counts as missing.
    private static @Nullable String name(JsonNode member) {
        return member.isString() && !member.stringValue().isBlank() ? member.stringValue() : null;
    }

    private static String text(JsonNode tree, BatchItem item, boolean isBound) {
        return isBound || tree.has(POSITION)
                ? Json.mapper().writeValueAsString(((ObjectNode) tree).without(POSITION))
                : item.text();
    }

    private record Body(String eventId, String eventType, MemoryDate timestamp) {}
}
