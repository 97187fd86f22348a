package io.memlog.embedding.projection;

import io.memlog.consumer.PendingChange;
import io.memlog.consumer.ProjectionHandler;
import io.memlog.embedding.vectors.EmbeddedMemory;
import io.memlog.embedding.vectors.StoredVersion;
import io.memlog.embedding.vectors.VectorIndex;
import io.memlog.schemas.event.EmbeddingGenerated;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.event.ProjectionDeleted;
import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.event.ProjectionStored;
import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.topic.Projection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// Keeps the vector index up to date with the event log.
///
/// Reports that a memory is stored after it reports its vectors, so that a reader of the first event can read
/// the second.
@Component
record VectorProjection(MemoryEmbedder embedding, VectorIndex vectors, Clock clock)
        implements ProjectionHandler<VectorProjection.PreparedChange> {

    /// As JSON these are less than 4 MiB, which fits into one Kafka message.
    private static final long MAX_VECTOR_VALUES = 300_000;

    @Override
    public Projection projection() {
        return Projection.VECTOR;
    }

    @Override
    public Map<MemoryKey, Long> currentVersions(Set<MemoryKey> memories) {
        return vectors.currentVersions(memories);
    }

    /// A change that is ready to be written.
    sealed interface PreparedChange {

        record Embedded(EmbeddedMemory memory) implements PreparedChange {}

        record Deletion(MemoryKey memory, long version) implements PreparedChange {}
    }

    @Override
    public List<PreparedChange> prepare(List<PendingChange> changes) {
        var embedded = embedding.of(changes).iterator();
        return changes.stream()
                .<PreparedChange>map(pending -> switch (pending.change()) {
                    case MemoryChange.Written _ -> new PreparedChange.Embedded(embedded.next());
                    case MemoryDeleted deleted -> new PreparedChange.Deletion(deleted.key(), deleted.version());
                })
                .toList();
    }

    @Override
    public List<ProjectionEvent> write(List<PreparedChange> prepared) {
        List<EmbeddedMemory> embedded = new ArrayList<>();
        Map<MemoryKey, Long> deletedVersions = new HashMap<>();
        for (var change : prepared) {
            switch (change) {
                case PreparedChange.Embedded(var memory) -> embedded.add(memory);
                case PreparedChange.Deletion(var memory, var version) -> deletedVersions.put(memory, version);
            }
        }
        var events = new ArrayList<>(store(embedded));
        events.addAll(delete(deletedVersions));
        return events;
    }

    @Override
    public List<ProjectionEvent> reportStored(Map<MemoryKey, Long> storedVersions) {
        return vectors.read(storedVersions.keySet()).entrySet().stream()
                .flatMap(entry -> switch (entry.getValue()) {
                    case StoredVersion.Live live -> stored(entry.getKey(), live);
                    case StoredVersion.Deleted(var version) -> Stream.of(deleted(entry.getKey(), version));
                })
                .toList();
    }

    @Override
    public void purge(Set<MemoryKey> memories) {
        vectors.purge(memories);
    }

    @Override
    public void probe() {
        vectors.probe();
        embedding.probe();
    }

    private List<ProjectionEvent> store(List<EmbeddedMemory> embedded) {
        if (embedded.isEmpty()) {
            return List.of();
        }
        var deleted = vectors.store(embedded);
        return embedded.stream()
                .flatMap(memory -> {
                    var deletedAt = deleted.get(memory.key());
                    return deletedAt != null
                            ? Stream.of(deleted(memory.key(), deletedAt))
                            : stored(
                                    memory.key(),
                                    new StoredVersion.Live(memory.version(), memory.model(), memory.vectors()));
                })
                .toList();
    }

    private List<ProjectionEvent> delete(Map<MemoryKey, Long> versions) {
        if (!versions.isEmpty()) {
            vectors.delete(versions);
        }
        return versions.entrySet().stream()
                .map(entry -> deleted(entry.getKey(), entry.getValue()))
                .toList();
    }

    /// Vectors that are too large for a message are only in the index.
    private Stream<ProjectionEvent> stored(MemoryKey key, StoredVersion.Live live) {
        var stored = new ProjectionStored(Projection.VECTOR, key, live.version(), clock.instant());
        return fitIntoMessage(live.vectors())
                ? Stream.of(new EmbeddingGenerated(key, live.version(), live.model(), live.vectors()), stored)
                : Stream.of(stored);
    }

    private static boolean fitIntoMessage(List<Embedding> vectors) {
        return vectors.stream().mapToLong(Embedding::dimensions).sum() <= MAX_VECTOR_VALUES;
    }

    private ProjectionEvent deleted(MemoryKey key, long version) {
        return new ProjectionDeleted(Projection.VECTOR, key, version, clock.instant());
    }
}
