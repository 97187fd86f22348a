package io.memlog.eventstore.outbox;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/// An outbox in memory, which is also its only session.
final class FakeOutbox implements LeaderSession {

    private final ConcurrentSkipListMap<Long, OutboxMessage> waiting = new ConcurrentSkipListMap<>();
    private final Map<Long, String> parked = new HashMap<>();

    private volatile boolean broken;

    static OutboxMessage message(long position, String key) {
        return new OutboxMessage(position, "memory_log", key, "{}", null, "{}", Instant.EPOCH);
    }

    FakeOutbox with(OutboxMessage... messages) {
        for (var message : messages) {
            waiting.put(message.position(), message);
        }
        return this;
    }

    void breakSession() {
        broken = true;
    }

    Set<Long> waiting() {
        return Set.copyOf(waiting.keySet());
    }

    synchronized Map<Long, String> parked() {
        return Map.copyOf(parked);
    }

    @Override
    public boolean tryAcquireLeadership() {
        return true;
    }

    @Override
    public void keepAlive() {
        if (broken) {
            throw new IllegalStateException("session lost");
        }
    }

    @Override
    public List<OutboxMessage> read(Collection<Long> except, int maxRows, long maxBytes) {
        return waiting.values().stream()
                .filter(message -> !except.contains(message.position()))
                .limit(maxRows)
                .toList();
    }

    @Override
    public void delete(Collection<Long> positions) {
        positions.forEach(waiting::remove);
    }

    @Override
    public synchronized void park(long position, String reason) {
        waiting.remove(position);
        parked.put(position, reason);
    }

    @Override
    public void notifyLeader() {}

    @Override
    public void close() {}
}
