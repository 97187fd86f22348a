package io.memlog.api.memories;

import io.memlog.api.input.Parameters;
import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryLog;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `GET /memory-logs/{id}`.
@RestController
final class ReadController {

    private static final String INCLUDE = "include";
    private static final String EMBEDDING = "embedding";
    private static final Set<String> PARAMETERS = Set.of(MemoryLookup.USER_ID, MemoryLookup.PROJECT_ID, INCLUDE);

    private final MemoryLookup lookup;
    private final ProjectionStates states;
    private final Embeddings embeddings;

    ReadController(MemoryLookup lookup, ProjectionStates states, Embeddings embeddings) {
        this.lookup = lookup;
        this.states = states;
        this.embeddings = embeddings;
    }

    @GetMapping("/memory-logs/{id}")
    ResponseEntity<JsonNode> read(@PathVariable String id, HttpServletRequest request) {
        var parameters = Parameters.of(request).only(PARAMETERS);
        var include = parameters.text(INCLUDE, 64);
        if (include != null && !include.equals(EMBEDDING)) {
            parameters.report(INCLUDE, "can only be " + EMBEDDING);
        }
        var memory = lookup.require(id, parameters);
        var tag = EntityTag.of(memory.version());
        if (EntityTag.isNamedBy(request.getHeader(HttpHeaders.IF_NONE_MATCH), memory.version())) {
            return ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(tag).build();
        }
        var reported = states.of(List.of(memory.id())).getOrDefault(memory.id(), Map.of());
        return ResponseEntity.ok()
                .eTag(tag)
                .body(MemoryView.of(memory, reported, include == null ? List.of() : vectors(memory)));
    }

    private List<Embedding> vectors(MemoryLog memory) {
        return embeddings.of(memory.id(), memory.version());
    }
}
