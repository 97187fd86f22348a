package io.memlog.eventstore;

/// Subscriptions to the log.
public interface EventSubscriptions {

    /// Passes all events after the checkpoint to the handler, and then new ones as they are appended, in
    /// batches and on a thread of its own, until the subscription is closed.
    ///
    /// A batch whose handler fails is passed again after a pause. A handler that stores its results and the
    /// batch's end in one transaction has exactly-once semantics.
    Subscription subscribe(Checkpoint start, EventHandler handler);

    /// Handles a batch of events; called by one thread at a time.
    @FunctionalInterface
    interface EventHandler {
        void handle(EventBatch batch) throws Exception;
    }

    /// Ends after the batch in progress when it is closed.
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
