package io.memlog.api.memory.read;

import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.MemoryAccess;
import io.memlog.api.memory.MemoryVersions;
import io.memlog.api.memory.projection.ProjectionStates;
import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.event.MemoryUpdated;
import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryLog;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

    private final MemoryAccess memories;
    private final MemoryVersions versions;
    private final ProjectionStates states;
    private final MemoryReadRepository repository;
    private final Clock clock;

    ReadController(
            MemoryAccess memories,
            MemoryVersions versions,
            ProjectionStates states,
            MemoryReadRepository repository,
            Clock clock) {
        this.memories = memories;
        this.versions = versions;
        this.states = states;
        this.repository = repository;
        this.clock = clock;
    }

    @GetMapping("/memory-logs/{id}")
    ResponseEntity<JsonNode> read(@PathVariable String id, HttpServletRequest request) {
        var parameters = QueryParameters.of(request).allowOnly(PARAMETERS);
        var include = parameters.text(INCLUDE, 64);
        if (include != null && !include.equals(EMBEDDING)) {
            parameters.addError(INCLUDE, "can only be " + EMBEDDING);
        }
        var memory = memory(id, VersionSelector.read(parameters, clock), parameters);
        var version = Long.toString(memory.version());
        if (isNamedBy(request.getHeader(HttpHeaders.IF_NONE_MATCH), version)) {
            return ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(version).build();
        }
        var vectors = include == null ? List.<Embedding>of() : repository.vectors(memory.id(), memory.version());
        return ResponseEntity.ok().eTag(version).body(MemoryView.of(memory, states.find(memory.id()), vectors));
    }

    private MemoryLog memory(String id, VersionSelector selector, QueryParameters parameters) {
        return switch (selector) {
            case VersionSelector.Now() -> memories.require(id, parameters);
            case VersionSelector.Version(var version) -> {
                var newest = memories.find(id, parameters);
                yield memory(id, versions.at(newest.id(), version), "a version " + version);
            }
            case VersionSelector.AsOf(var time) -> {
                var newest = memories.find(id, parameters);
                yield memory(id, versions.asOf(newest.id(), time, newest.version()), "a state at that time");
            }
        };
    }

    private static MemoryLog memory(String id, MemoryVersions.Lookup lookup, String what) {
        return switch (lookup) {
            case MemoryVersions.Lookup.Known(MemoryStored stored) -> stored.memory();
            case MemoryVersions.Lookup.Known(MemoryUpdated updated) -> updated.memory();
            case MemoryVersions.Lookup.Known(MemoryDeleted _) ->
                throw new ProblemException(ProblemType.DELETED, "the memory log " + id + " was deleted by then");
            case MemoryVersions.Lookup.Archived(var next) ->
                throw ProblemException.notFound("the memory log " + id + " does not have " + what
                        + " in the log: what came right before version " + next + " is archived");
            case MemoryVersions.Lookup.Unknown() ->
                throw ProblemException.notFound("the memory log " + id + " does not have " + what);
        };
    }

    /// Whether an `If-None-Match` header names this version, weakly compared as RFC 9110 asks.
    private static boolean isNamedBy(@Nullable String ifNoneMatch, String version) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(String::strip)
                        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                        .anyMatch(tag -> tag.equals("*") || tag.equals('"' + version + '"'));
    }
}
