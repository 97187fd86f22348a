package io.memlog.api.memory.agentevents;

import io.memlog.api.http.ChangeOrigin;
import io.memlog.eventstore.Append;
import io.memlog.eventstore.EventContext;
import io.memlog.eventstore.ExpectedVersion;
import io.memlog.eventstore.NewEvent;
import io.memlog.eventstore.StoredEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.schemas.json.Json;
import java.time.Instant;
import java.util.List;

/// An event as an agent reports it.
///
/// @param timestamp when it happened, as the agent says
/// @param context   its user, project, conversation and request
/// @param text      the whole event as it was sent
record AgentEvent(String id, String type, Instant timestamp, EventContext context, String text) {

    private static final String MARK = "{\"agent_event\":true";

    /// Whether the data of an event in the log is an agent's event as it was sent.
    static boolean isAgentEvent(StoredEvent stored) {
        return stored.metadata().startsWith(MARK);
    }

    Append append() {
        var metadata = ChangeOrigin.addTo(Json.mapper().createObjectNode().put("agent_event", true));
        var event = new NewEvent(id, type, text, metadata.toString(), context, null, timestamp);
        return new Append(stream(), ExpectedVersion.any(), List.of(event));
    }

    /// The stream of the conversation; an event without one has a stream of its own.
    StreamId stream() {
        var conversation = context.conversationId();
        return new StreamId(conversation == null ? "event-" + id : "conversation-" + conversation);
    }
}
