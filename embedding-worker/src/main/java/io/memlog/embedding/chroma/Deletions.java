package io.memlog.embedding.chroma;

import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The versions at which memories were deleted, in one collection that no search asks.
final class Deletions {

    private static final CollectionPlan PLAN = CollectionPlan.ofDeleted();
    private static final Embedding NO_MEANING = Embedding.of(new float[] {1});
    private static final String USER = "user_id";
    private static final String PROJECT = "project_id";

    private final ChromaClient chroma;
    private final ChromaCollections collections;

    Deletions(ChromaClient chroma, ChromaCollections collections) {
        this.chroma = chroma;
        this.collections = collections;
    }

    Map<MemoryKey, Long> versionsOf(Collection<MemoryKey> memories) {
        Map<MemoryKey, Long> versions = new HashMap<>();
        Batches.of(memories).forEach(batch -> versions.putAll(versionsOfBatch(batch)));
        return versions;
    }

    void remember(Map<MemoryKey, Long> versions) {
        Batches.of(versions.keySet())
                .forEach(batch -> collections.use(PLAN, id -> {
                    chroma.send(api -> api.upsert(id, records(batch, versions)));
                    return true;
                }));
    }

    void forget(Collection<MemoryKey> memories) {
        Batches.of(memories)
                .forEach(batch -> collections.ifThere(PLAN, id -> {
                    chroma.run(api -> api.delete(id, new ChromaApi.Delete(idsOf(batch))));
                    return true;
                }));
    }

    private Map<MemoryKey, Long> versionsOfBatch(List<MemoryKey> memories) {
        var request = new ChromaApi.Get(idsOf(memories), List.of("metadatas"));
        Map<MemoryKey, Long> versions = new HashMap<>();
        collections
                .ifThere(PLAN, id -> chroma.call(api -> api.get(id, request)))
                .ifPresent(records -> {
                    for (var i = 0; i < records.ids().size(); i++) {
                        var metadata = records.metadata(i);
                        versions.put(
                                keyOf(records.ids().get(i), metadata),
                                metadata.path(RecordMetadata.VERSION).asLong());
                    }
                });
        versions.keySet().retainAll(memories);
        return versions;
    }

    private static MemoryKey keyOf(String id, JsonNode metadata) {
        var tenant = new Tenant(
                metadata.path(USER).asString(), metadata.path(PROJECT).asString());
        return new MemoryKey(MemoryId.parse(id), tenant);
    }

    private static ChromaApi.Upsert records(List<MemoryKey> memories, Map<MemoryKey, Long> versions) {
        return new ChromaApi.Upsert(
                idsOf(memories),
                Collections.nCopies(memories.size(), NO_MEANING),
                null,
                memories.stream()
                        .map(key -> metadata(key, Objects.requireNonNull(versions.get(key))))
                        .toList());
    }

    private static Map<String, @Nullable Object> metadata(MemoryKey key, long version) {
        return Map.of(
                RecordMetadata.VERSION,
                version,
                USER,
                key.tenant().userId(),
                PROJECT,
                key.tenant().projectId());
    }

    private static List<String> idsOf(Collection<MemoryKey> memories) {
        return memories.stream()
                .map(MemoryKey::id)
                .map(MemoryId::toString)
                .distinct()
                .toList();
    }
}
