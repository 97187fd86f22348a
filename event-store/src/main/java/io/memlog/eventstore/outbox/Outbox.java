package io.memlog.eventstore.outbox;

import java.util.Collection;
import java.util.List;

/// The store of waiting messages, as the relay needs it. Every method throws when the store is unavailable.
public interface Outbox {

    /// Opens a session on a connection of its own, which lasts until it is closed or breaks.
    LeaderSession connect();

    /// Calls back after each commit of another instance, until the result is closed. Reconnects by itself; the
    /// relay's polling finds what is missed in between.
    Subscription subscribe(Runnable callback);

    /// Counts the waiting and the parked messages, each up to a maximum.
    Backlog count(int max);

    /// One connection to the outbox. Leadership belongs to the connection and ends with it: a deposed leader can
    /// neither read nor delete.
    interface LeaderSession extends AutoCloseable {

        /// @return whether this session leads the cluster now; false while another session leads
        boolean tryAcquireLeadership();

        /// Keeps the session from idling out; throws when its connection is broken.
        void keepAlive();

        /// The first waiting messages, in the order of their positions.
        ///
        /// @param except   positions to skip, because they are in flight
        /// @param maxRows  the maximum number of messages
        /// @param maxBytes the maximum payload; one message is always read
        Page read(Collection<Long> except, int maxRows, long maxBytes);

        /// Deletes messages that Kafka has acknowledged.
        void delete(Collection<Long> positions);

        /// Moves an unpublishable message out of the outbox, and keeps it with the reason.
        void park(long position, String reason);

        /// Notifies the leading instance of a commit.
        void notifyLeader();

        @Override
        void close();
    }

    /// @param full whether a maximum ended the page, so that more messages may wait
    record Page(List<OutboxMessage> messages, boolean full) {}

    /// Ends when it is closed.
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
