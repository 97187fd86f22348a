package io.memlog.consumer;

import static java.util.stream.Collectors.toMap;

import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.event.ProjectionDeleted;
import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.event.ProjectionStored;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// An in-memory projection that records its writes and fails on request.
public final class InMemoryProjection implements ProjectionHandler<MemoryChange> {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private final Map<MemoryKey, MemoryChange> stored = new ConcurrentHashMap<>();
    private final Set<MemoryKey> beingWritten = ConcurrentHashMap.newKeySet();
    private final Set<MemoryKey> notPurgeable = ConcurrentHashMap.newKeySet();
    private final Set<MemoryKey> incomplete = ConcurrentHashMap.newKeySet();
    private final List<Written> writes = new CopyOnWriteArrayList<>();
    private final List<MemoryKey> concurrentWrites = new CopyOnWriteArrayList<>();
    private final List<Integer> writeSizes = new CopyOnWriteArrayList<>();
    private volatile Consumer<Set<MemoryKey>> beforeRead = memories -> {};
    private volatile Consumer<List<MemoryChange>> beforePreparation = changes -> {};
    private volatile Consumer<List<MemoryChange>> beforeWrite = changes -> {};
    private volatile Consumer<List<MemoryChange>> afterWrite = changes -> {};
    private volatile Runnable probe = () -> {};

    /// A change that was stored.
    public record Written(MemoryKey memory, long version) {}

    /// Runs before every write; may throw or block.
    public InMemoryProjection before(Consumer<List<MemoryChange>> action) {
        beforeWrite = action;
        return this;
    }

    /// Runs before versions are read; may throw or block.
    public InMemoryProjection beforeRead(Consumer<Set<MemoryKey>> action) {
        beforeRead = action;
        return this;
    }

    /// Runs before every preparation; may throw or block.
    public InMemoryProjection beforePreparation(Consumer<List<MemoryChange>> action) {
        beforePreparation = action;
        return this;
    }

    /// Runs after the changes are stored, before the call returns.
    public InMemoryProjection after(Consumer<List<MemoryChange>> action) {
        afterWrite = action;
        return this;
    }

    public InMemoryProjection onProbe(Runnable action) {
        probe = action;
        return this;
    }

    public InMemoryProjection rejectPurge(MemoryKey memory) {
        notPurgeable.add(memory);
        return this;
    }

    /// The stored data of the memory is incomplete until it is written again.
    public InMemoryProjection reportIncomplete(MemoryKey memory) {
        incomplete.add(memory);
        return this;
    }

    /// Removes all failures.
    public InMemoryProjection recover() {
        beforeRead = memories -> {};
        beforePreparation = changes -> {};
        beforeWrite = changes -> {};
        afterWrite = changes -> {};
        probe = () -> {};
        return this;
    }

    /// Writes and the probe fail.
    public InMemoryProjection unavailable() {
        Runnable failure = () -> {
            throw new IndexUnavailableException("the store is unavailable", null);
        };
        return before(changes -> failure.run()).onProbe(failure);
    }

    @Override
    public Projection projection() {
        return Projection.VECTOR;
    }

    @Override
    public Map<MemoryKey, Long> currentVersions(Set<MemoryKey> memories) {
        beforeRead.accept(memories);
        return stored.values().stream()
                .filter(change -> memories.contains(change.key()))
                .collect(toMap(MemoryChange::key, MemoryChange::version));
    }

    @Override
    public List<MemoryChange> prepare(List<PendingChange> changes) {
        var prepared = changes.stream().map(PendingChange::change).toList();
        beforePreparation.accept(prepared);
        return prepared;
    }

    @Override
    public List<ProjectionEvent> write(List<MemoryChange> changes) {
        writeSizes.add(changes.size());
        changes.forEach(change -> {
            if (!beingWritten.add(change.key())) {
                concurrentWrites.add(change.key());
            }
        });
        try {
            beforeWrite.accept(changes);
            for (var change : changes) {
                stored.put(change.key(), change);
                incomplete.remove(change.key());
                writes.add(new Written(change.key(), change.version()));
            }
            afterWrite.accept(changes);
            return changes.stream().map(InMemoryProjection::progress).toList();
        } finally {
            changes.forEach(change -> beingWritten.remove(change.key()));
        }
    }

    @Override
    public List<ProjectionEvent> reportStored(Map<MemoryKey, Long> known) {
        return stored.values().stream()
                .filter(change -> known.containsKey(change.key()) && !incomplete.contains(change.key()))
                .map(InMemoryProjection::progress)
                .toList();
    }

    @Override
    public void purge(Set<MemoryKey> memories) {
        if (memories.stream().anyMatch(notPurgeable::contains)) {
            throw new NonRetryableException("purge_rejected", "rejected by the test", null);
        }
        stored.keySet().removeAll(memories);
    }

    @Override
    public void probe() {
        probe.run();
    }

    public Map<MemoryKey, Long> versions() {
        return stored.values().stream().collect(toMap(MemoryChange::key, MemoryChange::version));
    }

    public List<Written> writes() {
        return List.copyOf(writes);
    }

    /// Memories that two threads wrote at the same time.
    public List<MemoryKey> concurrentWrites() {
        return List.copyOf(concurrentWrites);
    }

    /// The number of changes in each write.
    public List<Integer> writeSizes() {
        return List.copyOf(writeSizes);
    }

    private static ProjectionEvent progress(MemoryChange change) {
        return change instanceof MemoryDeleted
                ? new ProjectionDeleted(Projection.VECTOR, change.key(), change.version(), AT)
                : new ProjectionStored(Projection.VECTOR, change.key(), change.version(), AT);
    }
}
