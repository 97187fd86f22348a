package io.memlog.api.memory.read;

import io.memlog.api.http.MemoryIdParser;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.ETags;
import io.memlog.api.memory.MemoryAccess;
import io.memlog.api.memory.MemoryVersions;
import io.memlog.api.memory.MemoryView;
import io.memlog.api.memory.VersionLookup;
import io.memlog.api.memory.projection.EmbeddingRepository;
import io.memlog.api.memory.projection.ProjectionStateRepository;
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
    private static final Set<String> PARAMETERS = Set.of(
            MemoryAccess.USER_ID, MemoryAccess.PROJECT_ID, INCLUDE, VersionSelector.VERSION, VersionSelector.AS_OF);

    private final MemoryAccess lookup;
    private final MemoryVersions versions;
    private final ProjectionStateRepository states;
    private final EmbeddingRepository embeddings;
    private final Clock clock;

    ReadController(
            MemoryAccess lookup,
            MemoryVersions versions,
            ProjectionStateRepository states,
            EmbeddingRepository embeddings,
            Clock clock) {
        this.lookup = lookup;
        this.versions = versions;
        this.states = states;
        this.embeddings = embeddings;
        this.clock = clock;
    }

    @GetMapping("/memory-logs/{id}")
    ResponseEntity<JsonNode> read(@PathVariable String id, HttpServletRequest request) {
        var parameters = QueryParameters.of(request).only(PARAMETERS);
        var include = parameters.text(INCLUDE, 64);
        if (include != null && !include.equals(EMBEDDING)) {
            parameters.report(INCLUDE, "can only be " + EMBEDDING);
        }
        var memory = memory(id, VersionSelector.read(parameters, clock), parameters);
        var tag = ETags.of(memory.version());
        if (ETags.isNamedBy(request.getHeader(HttpHeaders.IF_NONE_MATCH), memory.version())) {
            return ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(tag).build();
        }
        var reported = states.of(List.of(memory.id())).getOrDefault(memory.id(), Map.of());
        return ResponseEntity.ok()
                .eTag(tag)
                .body(MemoryView.of(memory, reported, include == null ? List.of() : vectors(memory)));
    }

    private MemoryLog memory(String id, VersionSelector moment, QueryParameters parameters) {
        return switch (moment) {
            case VersionSelector.Now() -> lookup.require(id, parameters);
            case VersionSelector.Version(var version) -> {
                lookup.find(id, parameters);
                yield memory(id, versions.at(MemoryIdParser.parse(id), version), "a version " + version);
            }
            case VersionSelector.AsOf(var time) -> {
                var newest = lookup.find(id, parameters).version();
                yield memory(id, versions.asOf(MemoryIdParser.parse(id), time, newest), "a state at that time");
            }
        };
    }

    private static MemoryLog memory(String id, VersionLookup recall, String what) {
        return switch (recall) {
            case VersionLookup.Known(MemoryStored stored) -> stored.memory();
            case VersionLookup.Known(MemoryUpdated updated) -> updated.memory();
            case VersionLookup.Known(MemoryDeleted _) ->
                throw new ProblemException(ProblemType.DELETED, "the memory log " + id + " was deleted by then");
            case VersionLookup.Archived(var next) ->
                throw ProblemException.notFound("the memory log " + id + " does not have " + what
                        + " in the log: what came right before version " + next + " is archived");
            case VersionLookup.Never() ->
                throw ProblemException.notFound("the memory log " + id + " does not have " + what);
        };
    }

    private List<Embedding> vectors(MemoryLog memory) {
        return embeddings.of(memory.id(), memory.version());
    }
}
