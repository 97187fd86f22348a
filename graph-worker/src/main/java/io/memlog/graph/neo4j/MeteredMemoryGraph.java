package io.memlog.graph.neo4j;

import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.search.RelatedHits;
import io.memlog.schemas.search.RelatedQuery;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Measures how long writes and searches take.
final class MeteredMemoryGraph implements MemoryGraph {

    private final MemoryGraph graph;
    private final DistributionSummary entities;
    private final Timer stores;
    private final Timer deletes;
    private final Timer erasures;
    private final Searches text;
    private final Searches named;
    private final Searches related;

    private record Searches(Timer answered, Timer failed) {

        static Searches of(MeterRegistry meters, String kind) {
            return new Searches(
                    GraphMeters.search(meters, kind, "answered"), GraphMeters.search(meters, kind, "failed"));
        }

        <Q, A> A time(Q question, Function<Q, A> search) {
            var started = Timer.start();
            var outcome = failed;
            try {
                var find = search.apply(question);
                outcome = answered;
                return find;
            } finally {
                started.stop(outcome);
            }
        }
    }

    MeteredMemoryGraph(MemoryGraph graph, MeterRegistry meters) {
        this.graph = graph;
        this.entities = GraphMeters.entities(meters);
        this.stores = GraphMeters.write(meters, "store");
        this.deletes = GraphMeters.write(meters, "delete");
        this.erasures = GraphMeters.write(meters, "erase");
        this.text = Searches.of(meters, "text");
        this.named = Searches.of(meters, "graph");
        this.related = Searches.of(meters, "related");
    }

    @Override
    public Map<MemoryKey, StoredVersion> read(Set<MemoryKey> memories) {
        return graph.read(memories);
    }

    @Override
    public Map<MemoryKey, StoredVersion> store(List<GraphMemory> memories) {
        var started = Timer.start();
        var held = graph.store(memories);
        started.stop(stores);
        memories.forEach(memory -> entities.record(memory.mentions().size()));
        return held;
    }

    @Override
    public Map<MemoryKey, StoredVersion> delete(Map<MemoryKey, Long> versions) {
        var started = Timer.start();
        var held = graph.delete(versions);
        started.stop(deletes);
        return held;
    }

    @Override
    public void erase(Set<MemoryKey> memories) {
        erasures.record(() -> graph.erase(memories));
    }

    @Override
    public List<IndexHit> byText(IndexQuery query) {
        return text.time(query, graph::byText);
    }

    @Override
    public List<IndexHit> byEntities(IndexQuery query) {
        return named.time(query, graph::byEntities);
    }

    @Override
    public RelatedHits related(RelatedQuery query) {
        return related.time(query, graph::related);
    }

    @Override
    public void probe() {
        graph.probe();
    }
}
