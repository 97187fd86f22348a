package io.memlog.eventstore;

import java.util.List;

/// Events that follow each other in the log.
///
/// @param end the checkpoint of whoever has read them; without events, the one asked with
public record EventBatch(List<StoredEvent> events, Checkpoint end) {

    public EventBatch {
        events = List.copyOf(events);
    }

    /// The batch that follows on a checkpoint.
    public static EventBatch following(Checkpoint checkpoint, List<StoredEvent> events) {
        return new EventBatch(
                events,
                events.isEmpty()
                        ? checkpoint
                        : Checkpoint.behind(events.getLast().position()));
    }

    public boolean isEmpty() {
        return events.isEmpty();
    }
}
