package io.memlog.graph;

import io.memlog.graph.neo4j.Neo4jMemoryGraph;
import io.memlog.schemas.search.IndexHits;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.search.RelatedHits;
import io.memlog.schemas.search.RelatedQuery;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Serves searches by text, by entities and by relationship to api-service.
@RestController
record GraphSearchController(Neo4jMemoryGraph graph) {

    @PostMapping("/internal/text/search")
    IndexHits text(@Valid @RequestBody IndexQuery query) {
        return new IndexHits(graph.byText(query));
    }

    @PostMapping("/internal/graph/search")
    IndexHits graph(@Valid @RequestBody IndexQuery query) {
        return new IndexHits(graph.byEntities(query));
    }

    @PostMapping("/internal/graph/related")
    RelatedHits related(@Valid @RequestBody RelatedQuery query) {
        return graph.related(query);
    }
}
