package io.memlog.eventstore;

import java.util.List;

/// Consecutive events of the log.
///
/// @param end the checkpoint after the events; without events, the one that was read from
public record EventBatch(List<StoredEvent> events, Checkpoint end) {

    public EventBatch {
        events = List.copyOf(events);
    }

    /// The batch after a checkpoint.
    public static EventBatch after(Checkpoint checkpoint, List<StoredEvent> events) {
        return new EventBatch(
                events,
                events.isEmpty() ? checkpoint : Checkpoint.at(events.getLast().position()));
    }

    public boolean isEmpty() {
        return events.isEmpty();
    }
}
