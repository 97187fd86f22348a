package io.memlog.eventstore;

import io.memlog.schemas.message.EventMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Events to append in tests.
public final class Events {

    private Events() {}

    /// An event without a message.
    public static NewEvent event(String id) {
        return event(id, "{}");
    }

    public static NewEvent event(String id, String data) {
        return new NewEvent(id, "agent.event", data, "{}", EventContext.NONE, null);
    }

    /// An event with a context and a time of its own.
    public static NewEvent event(String id, String type, EventContext context, Instant occurredAt) {
        return new NewEvent(id, type, "{}", "{}", context, null, occurredAt);
    }

    public static List<NewEvent> events(String... ids) {
        return Stream.of(ids).map(Events::event).toList();
    }

    /// An event with a message of this key.
    public static NewEvent published(String id, String key, String data) {
        return published(id, new EventMessage(key, Map.of("ce_id", id), data));
    }

    public static NewEvent published(String id, EventMessage message) {
        return new NewEvent(id, "memory_log.stored", message.data(), "{}", EventContext.NONE, message);
    }
}
