package io.memlog.api.memories;

import io.memlog.api.input.Parameters;
import io.memlog.api.input.PathId;
import io.memlog.api.problems.ProblemException;
import io.memlog.api.problems.ProblemType;
import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.event.MemoryUpdated;
import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryLog;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
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

/// `GET /memory-logs/{id}`: a memory log as it is, or as it was at a version or a time.
@RestController
final class ReadController {

    private static final String INCLUDE = "include";
    private static final String EMBEDDING = "embedding";
    private static final Set<String> PARAMETERS =
            Set.of(MemoryLookup.USER_ID, MemoryLookup.PROJECT_ID, INCLUDE, Moment.VERSION, Moment.AS_OF);

    private final MemoryLookup lookup;
    private final MemoryVersions versions;
    private final ProjectionStates states;
    private final Embeddings embeddings;
    private final Clock clock;

    ReadController(
            MemoryLookup lookup, MemoryVersions versions, ProjectionStates states, Embeddings embeddings, Clock clock) {
        this.lookup = lookup;
        this.versions = versions;
        this.states = states;
        this.embeddings = embeddings;
        this.clock = clock;
    }

    @GetMapping("/memory-logs/{id}")
    ResponseEntity<JsonNode> read(@PathVariable String id, HttpServletRequest request) {
        var parameters = Parameters.of(request).only(PARAMETERS);
        var include = parameters.text(INCLUDE, 64);
        if (include != null && !include.equals(EMBEDDING)) {
            parameters.report(INCLUDE, "can only be " + EMBEDDING);
        }
        var memory = memory(id, Moment.read(parameters, clock), parameters);
        var tag = EntityTag.of(memory.version());
        if (EntityTag.isNamedBy(request.getHeader(HttpHeaders.IF_NONE_MATCH), memory.version())) {
            return ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(tag).build();
        }
        var reported = states.of(List.of(memory.id())).getOrDefault(memory.id(), Map.of());
        return ResponseEntity.ok()
                .eTag(tag)
                .body(MemoryView.of(memory, reported, include == null ? List.of() : vectors(memory)));
    }

    private MemoryLog memory(String id, Moment moment, Parameters parameters) {
        return switch (moment) {
            case Moment.Now() -> lookup.require(id, parameters);
            case Moment.Version(var version) -> {
                lookup.find(id, parameters);
                yield memory(id, versions.at(PathId.parse(id), version), "a version " + version);
            }
            case Moment.AsOf(var time) -> {
                var newest = lookup.find(id, parameters).version();
                yield memory(id, versions.asOf(PathId.parse(id), time, newest), "a state at that time");
            }
        };
    }

    private static MemoryLog memory(String id, Recall recall, String what) {
        return switch (recall) {
            case Recall.Known(MemoryStored stored) -> stored.memory();
            case Recall.Known(MemoryUpdated updated) -> updated.memory();
            case Recall.Known(MemoryDeleted _) ->
                throw new ProblemException(ProblemType.DELETED, "the memory log " + id + " was deleted by then");
            case Recall.Archived(var next) ->
                throw ProblemException.notFound("the memory log " + id + " does not have " + what
                        + " in the log: what came right before version " + next + " is archived");
            case Recall.Never() -> throw ProblemException.notFound("the memory log " + id + " does not have " + what);
        };
    }

    private List<Embedding> vectors(MemoryLog memory) {
        return embeddings.of(memory.id(), memory.version());
    }
}
