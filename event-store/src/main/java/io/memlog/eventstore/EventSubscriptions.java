package io.memlog.eventstore;

/// Hands the log to whoever wants to follow it.
public interface EventSubscriptions {

    /// Hands everything behind the checkpoint to the handler, and then whatever is appended, batch by
    /// batch, on a thread of its own, until the subscription is closed.
    ///
    /// A batch whose handler fails is handed over again after a pause. A handler that keeps what it makes
    /// of a batch together with the batch's end, in one transaction, handles each event once in effect.
    Subscription follow(Checkpoint behind, EventHandler handler);

    /// Takes a batch of events; called by one thread at a time.
    @FunctionalInterface
    interface EventHandler {
        void handle(EventBatch batch) throws Exception;
    }

    /// Ends what it stands for, after the batch that is being handled.
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
