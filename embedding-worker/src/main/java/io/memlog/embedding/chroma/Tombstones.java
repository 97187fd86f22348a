package io.memlog.embedding.chroma;

import io.memlog.schemas.inventory.InventoryQuery;
import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The versions at which memories were deleted, in one collection that searches never read.
record Tombstones(ChromaClient chroma, ChromaCollections collections) {

    private static final CollectionSpec SPEC = CollectionSpec.ofDeleted();
    private static final Embedding PLACEHOLDER = Embedding.of(new float[] {1});

    Map<MemoryKey, Long> currentVersions(Collection<MemoryKey> memories) {
        Map<MemoryKey, Long> versions = new HashMap<>();
        ChromaClient.batches(memories).forEach(batch -> versions.putAll(currentVersionsOfBatch(batch)));
        return versions;
    }

    void record(Map<MemoryKey, Long> versions) {
        ChromaClient.batches(versions.keySet())
                .forEach(batch -> collections.useOrCreate(SPEC, id -> {
                    chroma.write(api -> api.upsert(id, records(batch, versions)));
                    return true;
                }));
    }

    void remove(Collection<MemoryKey> memories) {
        ChromaClient.batches(memories)
                .forEach(batch -> collections.ifExists(SPEC, id -> {
                    chroma.run(api -> api.delete(id, new ChromaApi.Delete(idsOf(batch))));
                    return true;
                }));
    }

    /// The tenants that have tombstones.
    TenantPage tenants(Supplier<TenantPage> newAccumulator) {
        return collections
                .ifExists(
                        SPEC,
                        id -> new CollectionScan(chroma, id)
                                .metadata()
                                .collectInto(
                                        newAccumulator,
                                        (tenants, record) -> CollectionSpec.tenantIn(record.metadata())
                                                .ifPresent(tenants::add)))
                .orElseGet(newAccumulator);
    }

    /// The tombstones that the query covers.
    InventoryIdPage idsOf(InventoryQuery query) {
        return collections
                .ifExists(
                        SPEC,
                        id -> new CollectionScan(chroma, id)
                                .ids(ChromaFilter.tenant(query.tenant()))
                                .collectInto(() -> new InventoryIdPage(query), InventoryIdPage::add))
                .orElseGet(() -> new InventoryIdPage(query));
    }

    private Map<MemoryKey, Long> currentVersionsOfBatch(List<MemoryKey> memories) {
        var request = new ChromaApi.Get(idsOf(memories), List.of("metadatas"));
        Map<MemoryKey, Long> versions = new HashMap<>();
        collections
                .ifExists(SPEC, id -> chroma.call(api -> api.get(id, request)))
                .ifPresent(records -> {
                    for (var record : StoredRecord.all(records)) {
                        CollectionSpec.tenantIn(record.metadata())
                                .map(tenant ->
                                        new MemoryKey(new MemoryId(InventoryIdPage.memoryOf(record.name())), tenant))
                                .ifPresent(key -> versions.put(key, record.version()));
                    }
                });
        versions.keySet().retainAll(memories);
        return versions;
    }

    private static ChromaApi.Upsert records(List<MemoryKey> memories, Map<MemoryKey, Long> versions) {
        return new ChromaApi.Upsert(
                idsOf(memories),
                Collections.nCopies(memories.size(), PLACEHOLDER),
                null,
                memories.stream()
                        .map(key -> metadata(key, Objects.requireNonNull(versions.get(key))))
                        .toList());
    }

    private static Map<String, @Nullable Object> metadata(MemoryKey key, long version) {
        return Map.of(
                RecordMetadata.VERSION,
                version,
                CollectionSpec.USER,
                key.tenant().userId(),
                CollectionSpec.PROJECT,
                key.tenant().projectId());
    }

    /// With the tenant, so that two memories with one id do not share a tombstone.
    private static List<String> idsOf(Collection<MemoryKey> memories) {
        return memories.stream()
                .map(memory -> memory.id() + "#" + CollectionSpec.nameOf(memory.tenant()))
                .toList();
    }
}
