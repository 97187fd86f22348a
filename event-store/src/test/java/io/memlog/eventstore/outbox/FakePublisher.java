package io.memlog.eventstore.outbox;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A publisher whose acknowledgements the test controls.
final class FakePublisher implements Publisher {

    private final List<OutboxMessage> sent = new CopyOnWriteArrayList<>();
    private final Map<Long, CompletableFuture<@Nullable Void>> acknowledgements = new HashMap<>();
    private final AtomicInteger closed = new AtomicInteger();
    private final Set<Long> failing = new HashSet<>();
    private final Set<Long> rejecting = new HashSet<>();

    @Override
    public synchronized CompletableFuture<?> send(OutboxMessage message) {
        sent.add(message);
        var acknowledgement = new CompletableFuture<@Nullable Void>();
        acknowledgements.put(message.position(), acknowledgement);
        if (failing.remove(message.position())) {
            fail(message.position());
        }
        if (rejecting.contains(message.position())) {
            acknowledgement.completeExceptionally(new UnpublishableMessageException("too large"));
        }
        return acknowledgement;
    }

    List<Long> sent() {
        return sent.stream().map(OutboxMessage::position).toList();
    }

    synchronized void acknowledge(long position) {
        acknowledgement(position).complete(null);
    }

    synchronized void fail(long position) {
        acknowledgement(position).completeExceptionally(new IOException("no broker"));
    }

    /// Lets the next attempt to send this message fail at once.
    synchronized void failAtOnce(long position) {
        failing.add(position);
    }

    synchronized void rejectAtOnce(long position) {
        rejecting.add(position);
    }

    int closed() {
        return closed.get();
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }

    private CompletableFuture<@Nullable Void> acknowledgement(long position) {
        var acknowledgement = acknowledgements.get(position);
        if (acknowledgement == null) {
            throw new AssertionError(position + " was not sent");
        }
        return acknowledgement;
    }
}
