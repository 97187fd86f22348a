package io.memlog.api.memory.projection;

import io.memlog.api.http.FairLimit;
import io.memlog.api.http.LimitProperties;
import io.memlog.api.http.ProblemException;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What the projections reported about each memory, and waiting for it. What this instance records wakes a
/// waiting request at once; what another instance records is found by polling.
@Component
public final class ProjectionStates {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private final ProjectionStateRepository repository;
    private final ProjectionHistoryRepository history;
    private final FairLimit limit;
    private final Map<MemoryId, Set<Semaphore>> waiting = new ConcurrentHashMap<>();

    ProjectionStates(
            ProjectionStateRepository repository, ProjectionHistoryRepository history, LimitProperties limits) {
        this.repository = repository;
        this.history = history;
        this.limit = new FairLimit("memlog.limits.max-waiting", limits.maxWaiting());
    }

    /// The reports by memory and projection; what was never reported is absent.
    public Map<MemoryId, Map<Projection, ProjectionState>> find(Collection<MemoryId> memories) {
        return memories.isEmpty() ? Map.of() : repository.find(memories);
    }

    /// The reports about one memory by projection.
    public Map<Projection, ProjectionState> find(MemoryId memory) {
        return find(List.of(memory)).getOrDefault(memory, Map.of());
    }

    /// Makes a projection pending again as to these memories, whatever it reported about them.
    ///
    /// @param why `REPLAY` or `REPAIR`
    public void markPending(TimelineStep why, Projection projection, Collection<MemoryId> memories, Instant now) {
        repository.markPending(projection, memories, now);
        history.recordSentAgain(why, projection, memories, now);
    }

    /// How many memories of the tenant are not in every projection yet.
    public int countPending(Tenant tenant) {
        return repository.countPending(tenant);
    }

    /// Returns when the condition about these memories holds, or at the timeout. Only a request that has to wait counts
    /// towards the limit.
    ///
    /// @throws ProblemException `503` when too many requests wait
    public void await(BooleanSupplier condition, Collection<MemoryId> memories, Duration timeout)
            throws InterruptedException {
        if (condition.getAsBoolean()) {
            return;
        }
        var deadline = System.nanoTime() + timeout.toNanos();
        var signal = new Semaphore(0);
        memories.forEach(memory -> waiting.compute(memory, (_, signals) -> with(signal, signals)));
        try (var claim = limit.claim()) {
            claim.take(1);
            while (!condition.getAsBoolean()) {
                var left = deadline - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                if (signal.tryAcquire(Math.min(left, POLL_INTERVAL.toNanos()), TimeUnit.NANOSECONDS)) {
                    signal.drainPermits();
                }
            }
        } finally {
            memories.forEach(memory -> waiting.computeIfPresent(memory, (_, signals) -> without(signal, signals)));
        }
    }

    /// Wakes the requests that wait for these memories.
    void notifyWaiting(Collection<MemoryId> memories) {
        memories.forEach(memory -> waiting.getOrDefault(memory, Set.of()).forEach(Semaphore::release));
    }

    private static Set<Semaphore> with(Semaphore signal, @Nullable Set<Semaphore> signals) {
        var all = signals == null ? ConcurrentHashMap.<Semaphore>newKeySet() : signals;
        all.add(signal);
        return all;
    }

    private static @Nullable Set<Semaphore> without(Semaphore signal, Set<Semaphore> signals) {
        signals.remove(signal);
        return signals.isEmpty() ? null : signals;
    }
}
