package io.memlog.api.memory.read;

import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.MemoryAccess;
import io.memlog.api.memory.MemoryVersions;
import io.memlog.api.memory.projection.ProjectionStates;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.MemoryDeleted;
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
record ReadController(
        MemoryAccess memories,
        MemoryVersions versions,
        ProjectionStates states,
        MemoryReadRepository repository,
        Clock clock) {

    private static final String INCLUDE = "include";
    private static final String EMBEDDING = "embedding";
    private static final String VERSION = "version";
    private static final String AS_OF = "as_of";
    private static final Set<String> PARAMETERS =
            Set.of(MemoryAccess.USER_ID, MemoryAccess.PROJECT_ID, INCLUDE, VERSION, AS_OF);

    @GetMapping("/memory-logs/{id}")
    ResponseEntity<JsonNode> read(@PathVariable String id, HttpServletRequest request) {
        var parameters = QueryParameters.of(request).allowOnly(PARAMETERS);
        var include = parameters.text(INCLUDE, 64);
        if (include != null && !include.equals(EMBEDDING)) {
            parameters.addError(INCLUDE, "can only be " + EMBEDDING);
        }
        var memory = memory(id, parameters);
        var version = Long.toString(memory.version());
        if (isNamedBy(request.getHeader(HttpHeaders.IF_NONE_MATCH), version)) {
            return ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(version).build();
        }
        var vectors = include == null ? List.<Embedding>of() : repository.vectors(memory.id(), memory.version());
        return ResponseEntity.ok().eTag(version).body(MemoryView.of(memory, states.find(memory.id()), vectors));
    }

    /// The newest version, or the one that the parameters select.
    private MemoryLog memory(String id, QueryParameters parameters) {
        var version = parameters.integer(VERSION, 1, Integer.MAX_VALUE, 0);
        var time = parameters.date(AS_OF);
        if (time != null && !time.first().equals(time.last())) {
            parameters.addError(AS_OF, "is to be a date-time, such as 2025-11-13T08:30:00Z");
        } else if (time != null && time.first().isAfter(clock.instant())) {
            parameters.addError(AS_OF, "lies in the future");
        }
        if (version > 0 && time != null) {
            parameters.addError(AS_OF, "must not be combined with " + VERSION);
        }
        if (version == 0 && time == null) {
            return memories.require(id, parameters);
        }
        var newest = memories.find(id, parameters);
        return time == null
                ? memory(id, versions.at(newest.id(), version), "a version " + version)
                : memory(id, versions.asOf(newest.id(), time.first(), newest.version()), "a state at that time");
    }

    private static MemoryLog memory(String id, MemoryVersions.Lookup lookup, String what) {
        return switch (lookup) {
            case MemoryVersions.Lookup.Known(MemoryChange.Written written) -> written.memory();
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
