package io.memlog.graph.neo4j;

import io.memlog.graph.memories.GraphMemory;
import io.memlog.graph.memories.Held;
import io.memlog.graph.memories.MemoryGraph;
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
    private static final int MOST_MENTIONS = 8_000;

    private final Neo4jStore store;
    private final WordSearch words;
    private final EntitySearch entities;
    private final RelatedSearch related;

    Neo4jMemoryGraph(Neo4jStore store) {
        this.store = store;
        this.words = new WordSearch(store);
        this.entities = new EntitySearch(store);
        this.related = new RelatedSearch(store);
    }

    @Override
    public Map<MemoryKey, Held> read(Set<MemoryKey> memories) {
        return store.read(transaction -> new Writing(transaction).read(memories));
    }

    @Override
    public Map<MemoryKey, Held> store(List<GraphMemory> memories) {
        Map<MemoryKey, Held> held = new HashMap<>();
        for (var some : portions(memories)) {
            held.putAll(store.write(transaction -> new Writing(transaction).store(some)));
        }
        return held;
    }

    @Override
    public Map<MemoryKey, Held> delete(Map<MemoryKey, Long> versions) {
        return store.write(transaction -> new Writing(transaction).bury(versions));
    }

    @Override
    public void erase(Set<MemoryKey> memories) {
        store.write(transaction -> {
            new Writing(transaction).erase(memories);
            return true;
        });
    }

    @Override
    public List<IndexHit> byWords(IndexQuery query) {
        return words.answer(query);
    }

    @Override
    public List<IndexHit> byEntities(IndexQuery query) {
        return entities.answer(query);
    }

    @Override
    public RelatedHits related(RelatedQuery query) {
        return related.answer(query);
    }

    @Override
    public void probe() {
        store.probe();
    }

    private static List<List<GraphMemory>> portions(List<GraphMemory> memories) {
        List<List<GraphMemory>> portions = new ArrayList<>();
        List<GraphMemory> portion = new ArrayList<>();
        var mentions = 0;
        for (var memory : memories) {
            if (!portion.isEmpty() && mentions + memory.mentions().size() > MOST_MENTIONS) {
                portions.add(portion);
                portion = new ArrayList<>();
                mentions = 0;
            }
            portion.add(memory);
            mentions += memory.mentions().size();
        }
        portions.add(portion);
        return portions;
    }
}
