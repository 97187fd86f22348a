package io.memlog.eventstore.outbox;

import java.util.Collection;
import java.util.List;

/// One connection to the outbox. Leadership belongs to it and ends with it: whoever has lost it can no
/// longer read or delete.
public interface LeaderSession extends AutoCloseable {

    /// Becomes the leader of the cluster unless another session is.
    boolean tryToLead();

    /// Shows that this process is alive, and finds out whether the session is.
    void keepAlive();

    /// The first messages that wait, in the order of their positions.
    ///
    /// @param except positions to pass over, because they are under way
    /// @param rows   how many at most
    /// @param bytes  how much payload at most, although always one message
    List<OutboxMessage> read(Collection<Long> except, int rows, long bytes);

    /// Forgets messages that Kafka has acknowledged.
    void delete(Collection<Long> positions);

    /// Takes a message that Kafka refuses for ever out of the way, and keeps it with the reason.
    void park(long position, String reason);

    /// Tells the leading instance that something was committed.
    void wakeLeader();

    @Override
    void close();
}
