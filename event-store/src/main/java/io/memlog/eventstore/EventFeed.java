package io.memlog.eventstore;

/// The whole log for readers that remember how far they have come.
public interface EventFeed {

    /// The first events behind a checkpoint, in the order of their positions. Whoever reads on from the end
    /// of one batch to the next sees each event once and skips none, however late its transaction commits:
    /// an event that could still be preceded by another is held back.
    EventBatch after(Checkpoint checkpoint, int limit);
}
