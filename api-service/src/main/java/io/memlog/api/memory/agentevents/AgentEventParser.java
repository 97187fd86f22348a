package io.memlog.api.memory.agentevents;

import io.memlog.api.http.BatchItem;
import io.memlog.api.http.JsonObjectReader;
import io.memlog.eventstore.EventContext;
import io.memlog.schemas.json.Json;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads an agent's event, also in the form in which the Graphite framework writes its events.
final class AgentEventParser {

    static final int LONGEST_ID = 255;
    static final int LONGEST_NAME = 256;

    /// What Graphite calls the request.
    static final String GRAPHITE_REQUEST = "assistant_request_id";

    /// What was read can be sent again: the position is ours and is passed over.
    private static final String POSITION = "position";

    private static final Set<String> MEMBERS = Set.of(
            "event_id",
            "event_type",
            "event_version",
            "timestamp",
            "data",
            "event_context",
            "conversation_id",
            "request_id",
            GRAPHITE_REQUEST,
            "user_id",
            "project_id",
            POSITION);

    private AgentEventParser() {}

    /// @throws io.memlog.api.http.ProblemException naming every wrong member
    static AgentEvent read(BatchItem item, int mostBytes) {
        var tree = item.read(mostBytes);
        var fields = item.fields(tree).only(MEMBERS);
        var id = fields.requiredText("event_id", LONGEST_ID);
        var type = fields.requiredText("event_type", LONGEST_NAME);
        ReservedNames.beginningOfId(id).ifPresent(name -> fields.report("event_id", reserved(name)));
        ReservedNames.beginningOfType(type).ifPresent(name -> fields.report("event_type", reserved(name)));
        var timestamp = timestamp(tree, fields);
        requireVersion(tree, fields);
        if (!tree.has("data")) {
            fields.report("data", "is required; it may be any JSON");
        }
        fields.within("event_context");
        var context = new EventContext(
                name("user_id", fields),
                name("project_id", fields),
                conversation(tree, fields),
                request(fields),
                null,
                null);
        fields.rejectIfWrong();
        return new AgentEvent(id, type, timestamp, context, text(tree, item));
    }

    private static Instant timestamp(JsonNode tree, JsonObjectReader fields) {
        var timestamp = fields.date("timestamp");
        if (tree.path("timestamp").isMissingNode() || tree.path("timestamp").isNull()) {
            fields.report("timestamp", "is required");
        }
        return timestamp == null ? Instant.EPOCH : timestamp.first();
    }

    private static void requireVersion(JsonNode tree, JsonObjectReader fields) {
        var version = tree.path("event_version");
        if (!version.isMissingNode() && !version.isNull() && !version.isString() && !version.isNumber()) {
            fields.report("event_version", "is to be a text or a number");
        }
    }

    private static @Nullable String request(JsonObjectReader fields) {
        var request = name("request_id", fields);
        var graphites = name(GRAPHITE_REQUEST, fields);
        if (request != null && graphites != null && !request.equals(graphites)) {
            fields.report(GRAPHITE_REQUEST, "is another name of request_id, and differs from it");
        }
        return request == null ? graphites : request;
    }

    /// The conversation at the top; without it, the one of Graphite's context, which is the agent's own
    /// affair and not judged.
    private static @Nullable String conversation(JsonNode tree, JsonObjectReader fields) {
        var conversation = name("conversation_id", fields);
        var invoked = tree.at("/event_context/invoke_context/conversation_id");
        if (conversation != null || !invoked.isString()) {
            return conversation;
        }
        var text = invoked.stringValue();
        return text.isBlank() || text.codePointCount(0, text.length()) > LONGEST_NAME ? null : text;
    }

    /// A name that is blank says nothing.
    private static @Nullable String name(String member, JsonObjectReader fields) {
        var name = fields.text(member, LONGEST_NAME);
        return name == null || name.isBlank() ? null : name;
    }

    private static String text(JsonNode tree, BatchItem item) {
        return tree.has(POSITION)
                ? Json.mapper().writeValueAsString(((ObjectNode) tree).without(POSITION))
                : item.text();
    }

    private static String reserved(String beginning) {
        return "begins with " + beginning + ", which is reserved for Memlog's own events";
    }
}
