package io.memlog.graph.neo4j;

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

/// The graph of one tenant, in the words of tests.
record TenantGraph(Neo4jMemoryGraph graph, Tenant tenant) {

    static TenantGraph inSharedNeo4j(Tenant tenant) {
        return new TenantGraph(TestGraphs.on(SharedNeo4j.uri()), tenant);
    }

    void store(MemoryLog... memories) {
        graph.store(Stream.of(memories).map(GraphMemory::of).toList());
    }

    List<MemoryId> byText(String query) {
        return ids(hitsByText(query));
    }

    List<IndexHit> hitsByText(String query) {
        return graph.byText(query(query, 10, IndexFilters.NONE));
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
