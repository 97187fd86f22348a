package io.memlog.eventstore.outbox;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The store of waiting messages. Every method throws when the store is unavailable.
public interface Outbox {

    /// Opens a session on a connection of its own.
    LeaderSession connect();

    /// Counts the waiting and the parked messages, each up to a maximum.
    Backlog count(int max);

    /// @param bytes  size of the waiting and the parked messages
    /// @param oldest when the first waiting message was recorded
    record Backlog(long depth, long bytes, @Nullable Instant oldest, long parked) {}

    /// @param full whether a maximum ended the page, so that more messages may wait
    record Page(List<OutboxMessage> messages, boolean full) {}

    /// One connection to the outbox. Leadership belongs to the connection and ends with it: a deposed leader can
    /// neither read nor delete.
    interface LeaderSession extends AutoCloseable {

        /// @return whether this session leads the cluster; false while another session leads
        boolean tryAcquireLeadership();

        /// Calls back after each commit of another instance, until this session is closed. Reconnects by itself;
        /// the relay's polling finds what is missed in between.
        void listen(Runnable callback);

        /// Notifies the leading instance of a commit.
        void notifyLeader();

        /// Keeps the session from idling out; throws when its connection is broken.
        void keepAlive();

        /// The first waiting messages, in the order of their positions.
        ///
        /// @param except   positions to skip, because they are in flight
        /// @param maxBytes the maximum payload; one message is always read
        Page read(Collection<Long> except, int maxRows, long maxBytes);

        void delete(Collection<Long> positions);

        /// Moves an unpublishable message to `outbox_parked`.
        void park(long position, String reason);

        @Override
        void close();
    }
}
