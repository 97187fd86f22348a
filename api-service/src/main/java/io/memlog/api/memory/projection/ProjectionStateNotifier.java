package io.memlog.api.memory.projection;

import io.memlog.schemas.memory.MemoryId;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/// Wakes whoever waits for memories when this instance has recorded something about them.
@Component
final class ProjectionStateNotifier {

    private final Map<MemoryId, Set<Semaphore>> waiting = new ConcurrentHashMap<>();

    /// Tells that something was recorded about these memories.
    public void recorded(Collection<MemoryId> memories) {
        memories.forEach(memory -> waiting.getOrDefault(memory, Set.of()).forEach(Semaphore::release));
    }

    Subscription subscribe(Collection<MemoryId> memories) {
        var signal = new Semaphore(0);
        memories.forEach(memory -> waiting.compute(memory, (id, waiters) -> {
            var set = waiters == null ? ConcurrentHashMap.<Semaphore>newKeySet() : waiters;
            set.add(signal);
            return set;
        }));
        return new Subscription(signal, Set.copyOf(memories));
    }

    /// A wait for signals; closing it ends it.
    final class Subscription implements AutoCloseable {

        private final Semaphore signal;
        private final Set<MemoryId> memories;

        private Subscription(Semaphore signal, Set<MemoryId> memories) {
            this.signal = signal;
            this.memories = memories;
        }

        Semaphore signal() {
            return signal;
        }

        @Override
        public void close() {
            memories.forEach(memory -> waiting.computeIfPresent(memory, (id, waiters) -> {
                waiters.remove(signal);
                return waiters.isEmpty() ? null : waiters;
            }));
        }
    }
}
