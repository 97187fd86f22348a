package io.memlog.eventstore.outbox;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A Kafka whose answers the test gives.
final class FakePublisher implements Publisher {

    private final List<OutboxMessage> sent = new CopyOnWriteArrayList<>();
    private final Map<Long, CompletableFuture<@Nullable Void>> answers = new HashMap<>();
    private final Set<Long> failing = new HashSet<>();
    private final Set<Long> rejecting = new HashSet<>();

    @Override
    public synchronized CompletableFuture<?> send(OutboxMessage message) {
        sent.add(message);
        var answer = new CompletableFuture<@Nullable Void>();
        answers.put(message.position(), answer);
        if (failing.remove(message.position())) {
            fail(message.position());
        }
        if (rejecting.contains(message.position())) {
            answer.completeExceptionally(new UnpublishableMessageException("too large"));
        }
        return answer;
    }

    List<Long> sent() {
        return sent.stream().map(OutboxMessage::position).toList();
    }

    synchronized void acknowledge(long position) {
        answer(position).complete(null);
    }

    synchronized void fail(long position) {
        answer(position).completeExceptionally(new IOException("no broker"));
    }

    /// Lets the next attempt to send this message fail at once.
    synchronized void failAtOnce(long position) {
        failing.add(position);
    }

    synchronized void rejectAtOnce(long position) {
        rejecting.add(position);
    }

    @Override
    public void close() {}

    private CompletableFuture<@Nullable Void> answer(long position) {
        var answer = answers.get(position);
        if (answer == null) {
            throw new AssertionError(position + " was not sent");
        }
        return answer;
    }
}
