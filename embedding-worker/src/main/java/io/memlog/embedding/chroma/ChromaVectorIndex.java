package io.memlog.embedding.chroma;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.embedding.meters.EmbeddingMeters;
import io.memlog.embedding.vectors.EmbeddedMemory;
import io.memlog.embedding.vectors.StoredVersion;
import io.memlog.embedding.vectors.VectorIndex;
import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexQuery;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/// Memories in Chroma: one collection per user and project, and one for tombstones.
///
/// A tombstone is written before the memory is removed, and a writer reads the tombstones after it has
/// stored. So of a deletion and a late write of an older version, the second finds the first, and the memory
/// stays deleted.
final class ChromaVectorIndex implements VectorIndex {

    private static final ChromaApi.Upsert PROBE = new ChromaApi.Upsert(
            List.of("probe"), List.of(Embedding.of(new float[] {1})), null, List.of(Map.of("probe", true)));

    private final ChromaClient indexing;
    private final ChromaClient searching;
    private final ChromaCollections collections;
    private final ChromaCollections searched;
    private final Tombstones tombstones;
    private final String model;
    private final int dimensions;
    private final Timer stores;
    private final Timer deletes;
    private final Timer purges;
    private final Timer answers;
    private final Timer failures;

    /// @param model      the name of the model whose vectors are stored
    /// @param dimensions the length of those vectors
    ChromaVectorIndex(
            ChromaClient indexing, ChromaClient searching, String model, int dimensions, MeterRegistry meters) {
        this.indexing = indexing;
        this.searching = searching;
        this.collections = new ChromaCollections(indexing);
        this.searched = new ChromaCollections(searching);
        this.tombstones = new Tombstones(indexing, collections);
        this.model = model;
        this.dimensions = dimensions;
        this.stores = EmbeddingMeters.write(meters, "store");
        this.deletes = EmbeddingMeters.write(meters, "delete");
        this.purges = EmbeddingMeters.write(meters, "purge");
        this.answers = EmbeddingMeters.search(meters, "answered");
        this.failures = EmbeddingMeters.search(meters, "failed");
    }

    @Override
    public Map<MemoryKey, Long> currentVersions(Set<MemoryKey> memories) {
        var versions = tombstones.currentVersions(memories);
        byTenant(
                memories,
                (tenant, ids) -> collections
                        .ifExists(spec(tenant), id -> records(id).currentVersions(ids))
                        .ifPresent(live ->
                                live.forEach((id, version) -> versions.put(new MemoryKey(id, tenant), version))));
        return versions;
    }

    @Override
    public Map<MemoryKey, StoredVersion> read(Set<MemoryKey> memories) {
        Map<MemoryKey, StoredVersion> stored = new HashMap<>();
        tombstones
                .currentVersions(memories)
                .forEach((key, version) -> stored.put(key, new StoredVersion.Deleted(version)));
        byTenant(
                memories,
                (tenant, ids) -> collections
                        .ifExists(spec(tenant), id -> records(id).read(ids))
                        .ifPresent(
                                live -> live.forEach((id, memory) -> stored.put(new MemoryKey(id, tenant), memory))));
        return stored;
    }

    @Override
    public Map<MemoryKey, Long> store(List<EmbeddedMemory> memories) {
        var started = Timer.start();
        memories.stream()
                .collect(groupingBy(memory -> memory.key().tenant()))
                .forEach((tenant, its) -> collections.useOrCreate(spec(tenant), id -> {
                    records(id).store(its);
                    return true;
                }));
        var deleted = withoutDeleted(memories);
        started.stop(stores);
        return deleted;
    }

    @Override
    public void delete(Map<MemoryKey, Long> versions) {
        deletes.record(() -> {
            tombstones.record(versions);
            remove(versions.keySet());
        });
    }

    @Override
    public void purge(Set<MemoryKey> memories) {
        purges.record(() -> {
            byTenant(
                    memories,
                    (tenant, ids) -> collections.ifExistsWithAnyModel(spec(tenant), found -> {
                        records(found.id()).purgeMemories(ids);
                        return true;
                    }));
            tombstones.remove(memories);
        });
    }

    @Override
    public List<IndexHit> nearest(Embedding vector, IndexQuery query) {
        var started = Timer.start();
        var outcome = failures;
        try {
            var hits = searched.ifExists(
                            spec(query.tenant()),
                            id -> new NearestNeighbours(searching, id, ChromaFilter.of(query.filters()))
                                    .find(vector, query.limit(), query.minSimilarity()))
                    .orElse(List.of());
            outcome = answers;
            return hits;
        } finally {
            started.stop(outcome);
        }
    }

    @Override
    public List<IndexHit> score(Embedding vector, Tenant tenant, Set<MemoryId> memories) {
        return memories.isEmpty()
                ? List.of()
                : searched.ifExists(
                                spec(tenant),
                                id -> new NearestNeighbours(searching, id, ChromaFilter.of(memories))
                                        .find(vector, memories.size(), 0))
                        .orElse(List.of());
    }

    /// Writes and reads one record in a collection of its own, so that it fails on a full disk, and for a server that
    /// only answers its heartbeat.
    @Override
    public void probe() {
        var found = searched.useOrCreate(CollectionSpec.ofProbe(), id -> {
            searching.run(api -> api.upsert(id, PROBE));
            return searching.call(api -> api.get(id, new ChromaApi.Get(PROBE.ids(), List.of())));
        });
        if (!found.ids().equals(PROBE.ids())) {
            throw new IndexUnavailableException("Chroma does not return the record that it accepted", null);
        }
    }

    private Map<MemoryKey, Long> withoutDeleted(List<EmbeddedMemory> memories) {
        var deleted = tombstones.currentVersions(
                memories.stream().map(EmbeddedMemory::key).toList());
        if (deleted.isEmpty()) {
            return deleted;
        }
        var outdated = memories.stream()
                .filter(memory -> deleted.getOrDefault(memory.key(), Long.MAX_VALUE) < memory.version())
                .map(EmbeddedMemory::key)
                .collect(toSet());
        tombstones.remove(outdated);
        deleted.keySet().removeAll(outdated);
        remove(deleted.keySet());
        return deleted;
    }

    private void remove(Collection<MemoryKey> memories) {
        byTenant(
                memories,
                (tenant, ids) -> collections.ifExistsWithAnyModel(spec(tenant), found -> {
                    records(found.id()).removeMemories(ids);
                    return true;
                }));
    }

    private static void byTenant(Collection<MemoryKey> memories, BiConsumer<Tenant, List<MemoryId>> each) {
        memories.stream()
                .collect(groupingBy(MemoryKey::tenant))
                .forEach((tenant, keys) ->
                        each.accept(tenant, keys.stream().map(MemoryKey::id).toList()));
    }

    private CollectionRecords records(String collection) {
        return new CollectionRecords(indexing, collection);
    }

    private CollectionSpec spec(Tenant tenant) {
        return CollectionSpec.of(tenant, model, dimensions);
    }
}
