package io.memlog.eventstore.outbox;

/// Publishes the messages of the outbox to Kafka, in the background.
public interface OutboxRelay {

    /// Announces that a message was committed. Returns at once and never fails; without it the relay finds the
    /// message at its next poll.
    void wake();

    OutboxStatus status();

    /// Whether the outbox holds more than its limits allow, so that no new message should be accepted.
    boolean isFull();
}
