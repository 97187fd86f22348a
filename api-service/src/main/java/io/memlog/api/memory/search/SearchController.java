package io.memlog.api.memory.search;

import io.memlog.api.http.JsonBody;
import io.memlog.api.http.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `POST /memory-logs/search`.
@RestController
record SearchController(MemorySearch search) {

    private static final String BELOW_THRESHOLD = "Memlog-Below-Threshold";
    private static final String PENDING = "Memlog-Pending";
    private static final int MAX_BYTES = 256 * 1024;

    @PostMapping("/memory-logs/search")
    ResponseEntity<List<JsonNode>> search(HttpServletRequest request) throws IOException, InterruptedException {
        QueryParameters.requireNone(request);
        var query = SearchRequest.read(JsonBody.read(request, MAX_BYTES));
        var found = search.find(query);
        var response = ResponseEntity.ok().header(PENDING, Integer.toString(found.pending()));
        if (query.requiredSimilarity() > 0) {
            response.header(BELOW_THRESHOLD, Integer.toString(found.belowThreshold()));
        }
        if (!found.degraded().isEmpty()) {
            response.header(MemorySearch.DEGRADED, found.degraded());
        }
        return response.body(found.hits());
    }
}
