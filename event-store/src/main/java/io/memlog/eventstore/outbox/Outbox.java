package io.memlog.eventstore.outbox;

/// The store of waiting messages, as the relay needs it. Every method throws when the store is unavailable.
public interface Outbox {

    /// Opens a session on a connection of its own, which lasts until it is closed or breaks.
    LeaderSession connect();

    /// Calls back after each commit of another instance, until the result is closed. Reconnects by itself; the
    /// relay's polling finds what is missed in between.
    Subscription subscribe(Runnable callback);

    /// Counts the waiting messages, up to a maximum.
    Backlog count(int max);

    /// Ends when it is closed.
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
