package io.memlog.eventstore.outbox;

import io.memlog.eventstore.outbox.Outbox.LeaderSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/// An outbox in memory, which is also its only session.
final class FakeOutbox implements Outbox, LeaderSession {

    final AtomicInteger reads = new AtomicInteger();

    private final ConcurrentSkipListMap<Long, OutboxMessage> waiting = new ConcurrentSkipListMap<>();
    private final Map<Long, String> parked = new HashMap<>();

    private volatile boolean broken;

    static OutboxMessage message(long position, String key) {
        return new OutboxMessage(position, "memory_log", key, "{}", null, "" + position, Instant.EPOCH, 2);
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
    public LeaderSession connect() {
        return this;
    }

    @Override
    public Backlog count(int max) {
        return new Backlog(waiting.size(), 2L * waiting.size(), null, 0);
    }

    @Override
    public boolean tryAcquireLeadership() {
        keepAlive();
        return true;
    }

    @Override
    public void keepAlive() {
        if (broken) {
            throw new IllegalStateException("session lost");
        }
    }

    @Override
    public Page read(Collection<Long> except, int maxRows, long maxBytes) {
        reads.incrementAndGet();
        List<OutboxMessage> page = new ArrayList<>();
        for (var message : waiting.values()) {
            if (page.size() < maxRows && !except.contains(message.position())) {
                page.add(message);
            }
        }
        return new Page(page, page.size() == maxRows);
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
    public void listen(Runnable callback) {}

    @Override
    public void notifyLeader() {}

    @Override
    public void close() {}
}
