package io.memlog.api.memory.agentevents;

import io.memlog.eventstore.StoredEvent;
import io.memlog.schemas.json.UtcTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Writes an event of the log as clients see it.
final class EventView {

    private EventView() {}

    static void write(StoredEvent event, JsonGenerator json) {
        if (AgentEvent.isAgentEvent(event)) {
            json.writeRawValue(asSent(event));
        } else {
            writeMemlogEvent(event, json);
        }
    }

    /// The text that the agent sent, with the position behind its last member.
    private static String asSent(StoredEvent event) {
        var text = event.data();
        var end = text.lastIndexOf('}');
        return text.substring(0, end) + ",\"position\":" + event.position().value() + "}";
    }

    /// An event of Memlog's own, under the same names.
    private static void writeMemlogEvent(StoredEvent event, JsonGenerator json) {
        var context = event.context();
        json.writeStartObject();
        json.writeStringProperty("event_id", event.eventId());
        json.writeStringProperty("event_type", event.type());
        json.writeStringProperty("timestamp", UtcTime.format(event.occurredAt()));
        writeUnlessNull("conversation_id", context.conversationId(), json);
        writeUnlessNull("request_id", context.requestId(), json);
        writeUnlessNull("user_id", context.userId(), json);
        writeUnlessNull("project_id", context.projectId(), json);
        json.writeStringProperty("stream", event.stream().value());
        json.writeNumberProperty("version", event.streamVersion());
        json.writeName("data");
        json.writeRawValue(event.data());
        json.writeNumberProperty("position", event.position().value());
        json.writeEndObject();
    }

    private static void writeUnlessNull(String name, @Nullable String value, JsonGenerator json) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }
}
