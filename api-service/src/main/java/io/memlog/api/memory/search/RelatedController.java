package io.memlog.api.memory.search;

import io.memlog.api.http.Caller;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.MemoryAccess;
import io.memlog.schemas.search.RelatedHits;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// `GET /memory-logs/{id}/related`.
@RestController
record RelatedController(RelatedMemories related, MemoryAccess memories) {

    private static final String DEPTH = "depth";
    private static final String LIMIT = "limit";
    private static final Set<String> PARAMETERS = Set.of(Caller.USER_ID, Caller.PROJECT_ID, DEPTH, LIMIT);

    @GetMapping("/memory-logs/{id}/related")
    RelatedHits related(@PathVariable String id, HttpServletRequest request) {
        var parameters = QueryParameters.of(request).allowOnly(PARAMETERS);
        var depth = parameters.integer(DEPTH, 1, RelatedMemories.MAX_DEPTH, 1);
        var limit = parameters.integer(LIMIT, 1, RelatedMemories.MAX_LIMIT, RelatedMemories.DEFAULT_LIMIT);
        return related.find(memories.require(id, parameters), depth, limit);
    }
}
