package io.memlog.api.memory.agentevents;

import io.memlog.eventstore.Append;
import io.memlog.eventstore.EventContext;
import io.memlog.eventstore.ExpectedVersion;
import io.memlog.eventstore.NewEvent;
import io.memlog.eventstore.StoredEvent;
import io.memlog.eventstore.StreamId;
import java.time.Instant;
import java.util.List;

/// An event as an agent reports it.
///
/// @param text      the whole event as it was sent
/// @param timestamp when it happened, as the agent says
/// @param context   whose it is and what it belongs to
record AgentEvent(String id, String type, Instant timestamp, EventContext context, String text) {

    private static final String METADATA = "{\"agent_event\":true}";

    /// Whether the data of an event in the log is an agent's event as it was sent.
    static boolean isOne(StoredEvent stored) {
        return stored.metadata().equals(METADATA);
    }

    Append append() {
        var event = new NewEvent(id, type, text, METADATA, context, null, timestamp);
        return new Append(stream(), ExpectedVersion.any(), List.of(event));
    }

    /// The conversation; what belongs to none stands alone.
    StreamId stream() {
        var conversation = context.conversationId();
        return new StreamId(conversation == null ? "event-" + id : "conversation-" + conversation);
    }
}
