package io.memlog.eventstore.outbox;

/// The store of waiting messages, as the relay needs it. Every method throws when the store is away.
public interface Outbox {

    /// Opens a session over a connection of its own, which lasts until it is closed or breaks.
    LeaderSession connect();

    /// Calls back whenever another instance has committed, until the result is closed. A broken connection
    /// is opened again by itself; what it misses meanwhile the relay finds by polling.
    Subscription subscribe(Runnable callback);

    /// Counts what waits, and stops at the given number.
    Backlog count(int most);

    /// Ends what it stands for.
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
