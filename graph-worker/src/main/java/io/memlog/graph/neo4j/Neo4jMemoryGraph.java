package io.memlog.graph.neo4j;

import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.search.RelatedHits;
import io.memlog.schemas.search.RelatedQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The graph of memories in Neo4j: a node for each memory and each entity, a relation for each mention, and
/// a full-text index for words and one for names.
final class Neo4jMemoryGraph implements MemoryGraph {

    /// One transaction writes no more mentions than this, unless they are of a single memory.
    private static final int MAX_MENTIONS = 8_000;

    private final Neo4jStore store;
    private final FullTextSearch words;
    private final EntitySearch entities;
    private final RelatedSearch related;

    Neo4jMemoryGraph(Neo4jStore store) {
        this.store = store;
        this.words = new FullTextSearch(store);
        this.entities = new EntitySearch(store);
        this.related = new RelatedSearch(store);
    }

    @Override
    public Map<MemoryKey, StoredVersion> read(Set<MemoryKey> memories) {
        return store.read(transaction -> new MemoryWriteTransaction(transaction).read(memories));
    }

    @Override
    public Map<MemoryKey, StoredVersion> store(List<GraphMemory> memories) {
        Map<MemoryKey, StoredVersion> held = new HashMap<>();
        for (var some : batches(memories)) {
            held.putAll(store.write(transaction -> new MemoryWriteTransaction(transaction).store(some)));
        }
        return held;
    }

    @Override
    public Map<MemoryKey, StoredVersion> delete(Map<MemoryKey, Long> versions) {
        return store.write(transaction -> new MemoryWriteTransaction(transaction).tombstone(versions));
    }

    @Override
    public void erase(Set<MemoryKey> memories) {
        store.write(transaction -> {
            new MemoryWriteTransaction(transaction).erase(memories);
            return true;
        });
    }

    @Override
    public List<IndexHit> byText(IndexQuery query) {
        return words.find(query);
    }

    @Override
    public List<IndexHit> byEntities(IndexQuery query) {
        return entities.find(query);
    }

    @Override
    public RelatedHits related(RelatedQuery query) {
        return related.find(query);
    }

    @Override
    public void probe() {
        store.probe();
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
