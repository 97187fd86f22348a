package io.memlog.api.memory;

import io.memlog.api.http.ChangeOrigin;
import io.memlog.eventstore.EventContext;
import io.memlog.eventstore.NewEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.message.EventMessage;
import java.time.Instant;

/// Changes of memory logs as events to append, each with the message to publish.
public final class MemoryEvents {

    private static final String SOURCE = "/memlog/api-service";

    private MemoryEvents() {}

    /// @param about the memory log as it is after the change, or was before its deletion
    public static NewEvent of(MemoryChange change, MemoryLog about, Instant now) {
        var eventId = StreamId.ofMemory(about.id()) + "/" + change.version();
        var message = EventMessage.of(eventId, SOURCE, now, change);
        var context = new EventContext(
                about.userId(), about.projectId(), about.conversationId(), about.requestId(), null, null);
        return new NewEvent(eventId, change.type(), message.data(), ChangeOrigin.metadata(), context, message, now);
    }
}
