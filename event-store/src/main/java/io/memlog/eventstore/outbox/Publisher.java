package io.memlog.eventstore.outbox;

import java.util.concurrent.CompletableFuture;

/// Sends messages to the topic that their consumers read.
interface Publisher extends AutoCloseable {

    /// Sends a message after the earlier ones of its key. The result completes once the message is
    /// acknowledged; it fails with [UnpublishableMessageException] when that can never happen, and with any
    /// other exception for a temporary failure.
    CompletableFuture<?> send(OutboxMessage message) throws InterruptedException;

    /// Drops what is not acknowledged yet. The next send connects again.
    @Override
    void close();
}
