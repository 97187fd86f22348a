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

/// An index in memory that keeps a diary and fails on request.
public final class MemoryIndex implements ProjectionHandler {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private final Map<MemoryKey, MemoryChange> held = new ConcurrentHashMap<>();
    private final Set<MemoryKey> beingWritten = ConcurrentHashMap.newKeySet();
    private final Set<MemoryKey> unerasable = ConcurrentHashMap.newKeySet();
    private final List<Written> writes = new CopyOnWriteArrayList<>();
    private final List<MemoryKey> overlaps = new CopyOnWriteArrayList<>();
    private final List<Integer> groups = new CopyOnWriteArrayList<>();
    private volatile Consumer<List<MemoryChange>> fault = changes -> {};
    private volatile Consumer<List<MemoryChange>> aftermath = changes -> {};
    private volatile Runnable probe = () -> {};

    /// One change that reached the index.
    public record Written(MemoryKey memory, long version) {}

    /// Runs before every write, and may throw or wait.
    public MemoryIndex before(Consumer<List<MemoryChange>> trouble) {
        fault = trouble;
        return this;
    }

    /// Runs after the changes were written and before the caller hears of it.
    public MemoryIndex after(Consumer<List<MemoryChange>> trouble) {
        aftermath = trouble;
        return this;
    }

    public MemoryIndex probing(Runnable answer) {
        probe = answer;
        return this;
    }

    public MemoryIndex refusingToErase(MemoryKey memory) {
        unerasable.add(memory);
        return this;
    }

    /// Everything is well again.
    public MemoryIndex healed() {
        fault = changes -> {};
        aftermath = changes -> {};
        probe = () -> {};
        return this;
    }

    /// Neither writes nor the probe get an answer.
    public MemoryIndex away() {
        Runnable nobody = () -> {
            throw new IndexUnavailableException("the store is away", null);
        };
        return before(changes -> nobody.run()).probing(nobody);
    }

    @Override
    public Projection projection() {
        return Projection.VECTOR;
    }

    @Override
    public Map<MemoryKey, Long> currentVersions(Set<MemoryKey> memories) {
        return held.values().stream()
                .filter(change -> memories.contains(change.key()))
                .collect(toMap(MemoryChange::key, MemoryChange::version));
    }

    @Override
    public List<ProjectionEvent> apply(List<MemoryChange> changes) {
        groups.add(changes.size());
        changes.forEach(change -> {
            if (!beingWritten.add(change.key())) {
                overlaps.add(change.key());
            }
        });
        try {
            fault.accept(changes);
            for (var change : changes) {
                held.put(change.key(), change);
                writes.add(new Written(change.key(), change.version()));
            }
            aftermath.accept(changes);
            return changes.stream().map(MemoryIndex::progress).toList();
        } finally {
            changes.forEach(change -> beingWritten.remove(change.key()));
        }
    }

    @Override
    public List<ProjectionEvent> reportStored(Map<MemoryKey, Long> known) {
        return held.values().stream()
                .filter(change -> known.containsKey(change.key()))
                .map(MemoryIndex::progress)
                .toList();
    }

    @Override
    public void purge(Set<MemoryKey> memories) {
        if (memories.stream().anyMatch(unerasable::contains)) {
            throw new NonRetryableException("not_erasable", "refused to erase", null);
        }
        held.keySet().removeAll(memories);
    }

    @Override
    public void probe() {
        probe.run();
    }

    public Map<MemoryKey, Long> versions() {
        return currentVersions(held.keySet());
    }

    public List<Written> writes() {
        return List.copyOf(writes);
    }

    /// Memories that two threads wrote at the same time.
    public List<MemoryKey> overlaps() {
        return List.copyOf(overlaps);
    }

    /// How many changes each write was asked to bring.
    public List<Integer> groups() {
        return List.copyOf(groups);
    }

    private static ProjectionEvent progress(MemoryChange change) {
        return change instanceof MemoryDeleted
                ? ProjectionDeleted.of(Projection.VECTOR, change.key(), change.version(), AT)
                : ProjectionStored.of(Projection.VECTOR, change.key(), change.version(), AT);
    }
}
