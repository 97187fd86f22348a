package io.memlog.api.memory;

import io.memlog.api.http.ChangeOrigin;
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
import org.jspecify.annotations.Nullable;

/// Changes of memory logs as events of the log, each with the message to publish.
public final class MemoryEvents {

    private static final String SOURCE = "/memlog/api-service";
    private static final EventCodec CODEC = new EventCodec();

    private MemoryEvents() {}

    /// @param about       the memory log as it is after the change, or was before its deletion
    /// @param predecessor the last words of the memory before it in its conversation
    public static NewEvent of(MemoryChange change, MemoryLog about, @Nullable String predecessor, ChangeOrigin origin) {
        var eventId = StreamId.ofMemory(about.id()) + "/" + change.version();
        var message = message(eventId, change, predecessor, origin.traceParent());
        var context = new EventContext(
                about.userId(), about.projectId(), about.conversationId(), about.requestId(), null, null);
        return new NewEvent(
                eventId, change.type(), message.data(), origin.metadata(), context, message, change.changedAt());
    }

    /// @param traceParent of the request that makes the change; null without one
    public static EventMessage message(
            String eventId, MemoryChange change, @Nullable String predecessor, @Nullable String traceParent) {
        var message = EventMessage.of(eventId, SOURCE, change.changedAt(), change);
        if (predecessor != null) {
            message = message.with(CloudEventHeaders.PREDECESSOR, predecessor);
        }
        return traceParent == null ? message : message.with(CloudEventHeaders.TRACEPARENT, traceParent);
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
