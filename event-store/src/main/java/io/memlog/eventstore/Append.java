package io.memlog.eventstore;

import java.util.List;

/// Events to append to one stream, all of them or none.
///
/// @param events at least one
public record Append(StreamId stream, ExpectedVersion expected, List<NewEvent> events) {

    public Append {
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("an append has at least one event");
        }
    }
}
