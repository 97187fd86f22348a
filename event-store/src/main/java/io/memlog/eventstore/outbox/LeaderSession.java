package io.memlog.eventstore.outbox;

import java.util.Collection;
import java.util.List;

/// One connection to the outbox. Leadership belongs to the connection and ends with it: a deposed leader can
/// neither read nor delete.
public interface LeaderSession extends AutoCloseable {

    /// @return whether this session leads the cluster now; false while another session leads
    boolean tryAcquireLeadership();

    /// Keeps the session from idling out; throws when its connection is broken.
    void keepAlive();

    /// The first waiting messages, in the order of their positions.
    ///
    /// @param except   positions to skip, because they are in flight
    /// @param maxRows  the maximum number of messages
    /// @param maxBytes the maximum payload; one message is always read
    List<OutboxMessage> read(Collection<Long> except, int maxRows, long maxBytes);

    /// Deletes messages that Kafka has acknowledged.
    void delete(Collection<Long> positions);

    /// Moves an unpublishable message out of the outbox, and keeps it with the reason.
    void park(long position, String reason);

    /// Notifies the leading instance of a commit.
    void notifyLeader();

    @Override
    void close();
}
