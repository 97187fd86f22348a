package io.memlog.api.memory;

import io.memlog.api.http.ChangeOrigin;
import io.memlog.api.http.TraceParent;
import io.memlog.eventstore.EventContext;
import io.memlog.eventstore.NewEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.schemas.event.EventCodec;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.UndecodableEventException;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.EventMessage;
import java.nio.charset.StandardCharsets;

/// Changes of memory logs as events of the log, each with the message to publish.
public final class MemoryEvents {

    private static final String SOURCE = "/memlog/api-service";
    private static final EventCodec CODEC = new EventCodec();

    private MemoryEvents() {}

    /// @param about the memory log as it is after the change, or was before its deletion
    public static NewEvent of(MemoryChange change, MemoryLog about) {
        var eventId = StreamId.ofMemory(about.id()) + "/" + change.version();
        var message = message(eventId, change);
        var context = new EventContext(
                about.userId(), about.projectId(), about.conversationId(), about.requestId(), null, null);
        return new NewEvent(
                eventId, change.type(), message.data(), ChangeOrigin.metadata(), context, message, change.changedAt());
    }

    public static EventMessage message(String eventId, MemoryChange change) {
        var message = EventMessage.of(eventId, SOURCE, change.changedAt(), change);
        return TraceParent.ofRequest()
                .map(trace -> message.with(CloudEventHeaders.TRACEPARENT, trace))
                .orElse(message);
    }

    /// The change that an event of the log describes.
    public static MemoryChange decode(String eventId, String type, String data) {
        try {
            var event = CODEC.decode(type, EventCodec.SCHEMA_VERSION, data.getBytes(StandardCharsets.UTF_8));
            if (event instanceof MemoryChange change) {
                return change;
            }
        } catch (UndecodableEventException e) {
            throw new IllegalStateException("the log holds an event that cannot be read: " + eventId, e);
        }
        throw new IllegalStateException("the log holds an event that changes no memory: " + eventId);
    }
}
