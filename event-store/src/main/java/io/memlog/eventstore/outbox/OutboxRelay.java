package io.memlog.eventstore.outbox;

/// Brings what was committed to the outbox to Kafka, in the background.
public interface OutboxRelay {

    /// Says that a message was committed. Returns at once and never fails; the relay finds the message
    /// without it too, a little later.
    void wake();

    OutboxStatus status();
}
