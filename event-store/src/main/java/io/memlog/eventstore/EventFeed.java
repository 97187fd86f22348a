package io.memlog.eventstore;

/// The whole log, for readers that store a checkpoint.
public interface EventFeed {

    /// The first events after a checkpoint, in the order of their positions. A reader that continues from the
    /// end of each batch gets every event exactly once, however late its transaction commits: an event that
    /// could still be preceded by an uncommitted one is not returned yet.
    EventBatch after(Checkpoint checkpoint, int limit);

    /// The end of the log, for a reader of what comes from now on: every event that is appended later comes after it.
    Checkpoint end();
}
