package io.memlog.graph.neo4j;

import io.memlog.graph.memories.GraphMemory;
import io.memlog.graph.memories.MemoryGraph;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexFilters;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.search.RelatedHits;
import io.memlog.schemas.search.RelatedQuery;
import java.util.List;
import java.util.stream.Stream;

/// Stores and asks in the words of a test.
record Asking(MemoryGraph graph, Tenant tenant) {

    static Asking inSharedNeo4j(Tenant tenant) {
        return new Asking(Graphs.on(SharedNeo4j.uri()), tenant);
    }

    void store(MemoryLog... memories) {
        graph.store(Stream.of(memories).map(GraphMemory::of).toList());
    }

    List<MemoryId> byWords(String query) {
        return ids(graph.byWords(query(query, 10, IndexFilters.NONE)));
    }

    List<MemoryId> byEntities(String query) {
        return ids(graph.byEntities(query(query, 10, IndexFilters.NONE)));
    }

    RelatedHits related(MemoryId memory, int depth, int limit) {
        return graph.related(new RelatedQuery(memory, tenant.userId(), tenant.projectId(), depth, limit));
    }

    IndexQuery query(String query, int limit, IndexFilters filters) {
        return new IndexQuery(query, tenant.userId(), tenant.projectId(), limit, 0, filters);
    }

    static List<MemoryId> ids(List<IndexHit> hits) {
        return hits.stream().map(IndexHit::memory).toList();
    }
}
