package io.memlog.graph.search;

import io.memlog.graph.neo4j.MemoryGraph;
import io.memlog.schemas.search.IndexHits;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.search.RelatedHits;
import io.memlog.schemas.search.RelatedQuery;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Answers api-service; not meant for anybody else.
@RestController
class SearchController {

    private final MemoryGraph graph;

    SearchController(MemoryGraph graph) {
        this.graph = graph;
    }

    @PostMapping("/internal/text/search")
    IndexHits text(@RequestBody IndexQuery query) {
        return new IndexHits(graph.byText(SearchQuestion.checked(query)));
    }

    @PostMapping("/internal/graph/search")
    IndexHits graph(@RequestBody IndexQuery query) {
        return new IndexHits(graph.byEntities(SearchQuestion.checked(query)));
    }

    @PostMapping("/internal/graph/related")
    RelatedHits related(@RequestBody RelatedQuery query) {
        return graph.related(SearchQuestion.checked(query));
    }
}
