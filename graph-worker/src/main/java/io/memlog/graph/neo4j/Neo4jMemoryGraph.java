package io.memlog.graph.neo4j;

import io.memlog.graph.neo4j.GraphMeters.SearchTimer;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.search.RelatedHits;
import io.memlog.schemas.search.RelatedQuery;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// The graph of memories, separated by user and project: a node for each memory and each entity, a relation for each
/// mention, and full-text indexes on memories and on the names of entities.
///
/// A deleted memory leaves a tombstone with its version, which no search finds. Every call is bounded in time; it
/// throws [io.memlog.consumer.IndexUnavailableException] when Neo4j is unavailable, and
/// [io.memlog.consumer.NonRetryableException] when Neo4j rejects the content.
public final class Neo4jMemoryGraph {

    /// A transaction writes more mentions than this only for a single memory.
    private static final int MAX_MENTIONS = 8_000;

    private final Neo4jStore store;
    private final FullTextSearch fullText;
    private final EntitySearch entities;
    private final RelatedSearch related;
    private final DistributionSummary mentions;
    private final Timer storeTimer;
    private final Timer deleteTimer;
    private final Timer purgeTimer;
    private final SearchTimer textTimer;
    private final SearchTimer entityTimer;
    private final SearchTimer relatedTimer;

    Neo4jMemoryGraph(Neo4jStore store, MeterRegistry meters) {
        this.store = store;
        this.fullText = new FullTextSearch(store);
        this.entities = new EntitySearch(store);
        this.related = new RelatedSearch(store);
        this.mentions = GraphMeters.entities(meters);
        this.storeTimer = GraphMeters.write(meters, "store");
        this.deleteTimer = GraphMeters.write(meters, "delete");
        this.purgeTimer = GraphMeters.write(meters, "purge");
        this.textTimer = SearchTimer.of(meters, "text");
        this.entityTimer = SearchTimer.of(meters, "graph");
        this.relatedTimer = SearchTimer.of(meters, "related");
    }

    /// The stored versions of these memories; unknown memories are absent.
    public Map<MemoryKey, StoredVersion> read(Set<MemoryKey> memories) {
        return store.read(transaction -> new MemoryWriteTransaction(transaction).read(memories));
    }

    /// Stores these memories where the stored version is not newer. Returns the stored version of each afterwards.
    public Map<MemoryKey, StoredVersion> store(List<GraphMemory> memories) {
        var stored = timed(storeTimer, () -> {
            Map<MemoryKey, StoredVersion> versions = new HashMap<>();
            for (var batch : batches(memories)) {
                versions.putAll(store.write(transaction -> new MemoryWriteTransaction(transaction).store(batch)));
            }
            return versions;
        });
        memories.forEach(memory -> mentions.record(memory.mentions().size()));
        return stored;
    }

    /// Replaces these memories by tombstones where the stored version is not newer. Returns the stored version of each
    /// afterwards.
    public Map<MemoryKey, StoredVersion> delete(Map<MemoryKey, Long> versions) {
        return timed(
                deleteTimer,
                () -> store.write(transaction -> new MemoryWriteTransaction(transaction).tombstone(versions)));
    }

    /// Removes every trace of these memories, tombstones included.
    public void purge(Set<MemoryKey> memories) {
        timed(purgeTimer, () -> store.write(transaction -> new MemoryWriteTransaction(transaction).purge(memories)));
    }

    /// The memories that contain the words of a query, best first.
    public List<IndexHit> byText(IndexQuery query) {
        return textTimer.time(() -> fullText.find(query));
    }

    /// The memories that mention the entities of a query, best first.
    public List<IndexHit> byEntities(IndexQuery query) {
        return entityTimer.time(() -> entities.find(query));
    }

    /// The memories that share entities with a memory, and the memory's own entities.
    public RelatedHits related(RelatedQuery query) {
        return relatedTimer.time(() -> related.find(query));
    }

    /// Returns when Neo4j has its schema and accepts writes.
    public void probe() {
        store.probe();
    }

    private static <T> T timed(Timer timer, Supplier<T> write) {
        var started = Timer.start();
        var result = write.get();
        started.stop(timer);
        return result;
    }

    private static List<List<GraphMemory>> batches(List<GraphMemory> memories) {
        List<List<GraphMemory>> batches = new ArrayList<>();
        List<GraphMemory> batch = new ArrayList<>();
        var mentions = 0;
        for (var memory : memories) {
            if (!batch.isEmpty() && mentions + memory.mentions().size() > MAX_MENTIONS) {
                batches.add(batch);
                batch = new ArrayList<>();
                mentions = 0;
            }
            batch.add(memory);
            mentions += memory.mentions().size();
        }
        batches.add(batch);
        return batches;
    }
}
