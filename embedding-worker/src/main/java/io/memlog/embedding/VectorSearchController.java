package io.memlog.embedding;

import io.memlog.embedding.model.Embedder;
import io.memlog.embedding.vectors.VectorIndex;
import io.memlog.schemas.search.IndexHits;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.search.ScoreQuery;
import jakarta.validation.Valid;
import java.util.Set;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Serves semantic search to api-service.
@RestController
record VectorSearchController(Embedder embedder, VectorIndex vectors) {

    @PostMapping("/internal/vector/search")
    IndexHits search(@Valid @RequestBody IndexQuery query) {
        return new IndexHits(vectors.nearest(embedder.embedQuery(query.query()), query));
    }

    @PostMapping("/internal/vector/scores")
    IndexHits score(@Valid @RequestBody ScoreQuery query) {
        return new IndexHits(
                vectors.score(embedder.embedQuery(query.query()), query.tenant(), Set.copyOf(query.memories())));
    }
}
