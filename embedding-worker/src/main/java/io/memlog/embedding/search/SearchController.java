package io.memlog.embedding.search;

import io.memlog.schemas.search.IndexHits;
import io.memlog.schemas.search.IndexQuery;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Answers api-service; not meant for anybody else.
@RestController
class SearchController {

    private final VectorSearch search;

    SearchController(VectorSearch search) {
        this.search = search;
    }

    @PostMapping("/internal/vector/search")
    IndexHits search(@RequestBody IndexQuery query) {
        return search.answer(SearchQuestion.checked(query));
    }
}
