package io.memlog.eventstore.outbox;

import java.util.concurrent.CompletableFuture;

/// Sends messages to where the rest of the system reads them.
interface Publisher extends AutoCloseable {

    /// Puts a message on its way, behind those of the same key. The result completes once it is safe; it
    /// fails with [UnpublishableMessageException] when it never will be, and with anything else when the way is
    /// blocked for now.
    CompletableFuture<?> send(OutboxMessage message) throws InterruptedException;

    /// Drops what is still on its way.
    @Override
    void close();
}
