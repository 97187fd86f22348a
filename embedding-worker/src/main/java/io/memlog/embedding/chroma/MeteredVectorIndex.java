package io.memlog.embedding.chroma;

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
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Measures the duration of writes and searches.
final class MeteredVectorIndex implements VectorIndex {

    private final VectorIndex index;
    private final Timer stores;
    private final Timer deletes;
    private final Timer purges;
    private final Timer answers;
    private final Timer failures;

    MeteredVectorIndex(VectorIndex index, MeterRegistry meters) {
        this.index = index;
        this.stores = EmbeddingMeters.write(meters, "store");
        this.deletes = EmbeddingMeters.write(meters, "delete");
        this.purges = EmbeddingMeters.write(meters, "purge");
        this.answers = EmbeddingMeters.search(meters, "answered");
        this.failures = EmbeddingMeters.search(meters, "failed");
    }

    @Override
    public Map<MemoryKey, Long> currentVersions(Set<MemoryKey> memories) {
        return index.currentVersions(memories);
    }

    @Override
    public Map<MemoryKey, StoredVersion> read(Set<MemoryKey> memories) {
        return index.read(memories);
    }

    @Override
    public Map<MemoryKey, Long> store(List<EmbeddedMemory> memories) {
        var started = Timer.start();
        var deleted = index.store(memories);
        started.stop(stores);
        return deleted;
    }

    @Override
    public void delete(Map<MemoryKey, Long> versions) {
        deletes.record(() -> index.delete(versions));
    }

    @Override
    public void purge(Set<MemoryKey> memories) {
        purges.record(() -> index.purge(memories));
    }

    @Override
    public List<IndexHit> nearest(Embedding vector, IndexQuery query) {
        var started = Timer.start();
        var outcome = failures;
        try {
            var hits = index.nearest(vector, query);
            outcome = answers;
            return hits;
        } finally {
            started.stop(outcome);
        }
    }

    @Override
    public List<IndexHit> score(Embedding vector, Tenant tenant, Set<MemoryId> memories) {
        return index.score(vector, tenant, memories);
    }

    @Override
    public void probe() {
        index.probe();
    }
}
