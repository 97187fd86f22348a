package io.memlog.api.memory.read;

import io.memlog.api.http.Caller;
import io.memlog.api.http.FieldError;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.MemoryAccess;
import io.memlog.api.memory.MemoryVersions;
import io.memlog.api.memory.projection.ProjectionStates;
import io.memlog.eventstore.StoredEvent;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// `GET /memory-logs/{id}`: a memory log as it is, or as it was at a version or a time. `GET /memory-logs/{id}/events`:
/// every change of a memory, a deleted one included.
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
    private static final int HISTORY_PAGE_SIZE = 50;
    private static final Set<String> PARAMETERS = Set.of(Caller.USER_ID, Caller.PROJECT_ID, INCLUDE, VERSION, AS_OF);

    @GetMapping("/memory-logs/{id}")
    ResponseEntity<JsonNode> read(@PathVariable String id, HttpServletRequest request) {
        var parameters = QueryParameters.of(request).allowOnly(PARAMETERS);
        var include = parameters.text(INCLUDE, 64);
        if (include != null && !include.equals(EMBEDDING)) {
            parameters.addError(INCLUDE, "can only be " + EMBEDDING);
        }
        var memory = memory(id, parameters);
        var version = Long.toString(memory.version());
        if (include != null) {
            // The embedding arrives later than its version, which therefore does not identify this answer.
            var vectors = repository.vectors(memory.id(), memory.version());
            return ResponseEntity.ok(MemoryView.of(memory, states.find(memory.id()), vectors));
        }
        if (isNamedBy(request.getHeader(HttpHeaders.IF_NONE_MATCH), version)) {
            return ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(version).build();
        }
        return ResponseEntity.ok().eTag(version).body(MemoryView.of(memory, states.find(memory.id()), List.of()));
    }

    /// Written while the log is read, so that a long history is never in memory as a whole.
    @GetMapping("/memory-logs/{id}/events")
    void events(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        var parameters = QueryParameters.of(request).allowOnly(Set.of(Caller.USER_ID, Caller.PROJECT_ID));
        var memory = memories.find(id, parameters).id();
        var page = versions.events(memory, 0, HISTORY_PAGE_SIZE);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        // Closed only when it is complete: an answer that an outage cuts off must not look like a whole one.
        var json = Json.mapper().createGenerator(response.getOutputStream());
        json.writeStartObject();
        json.writeArrayPropertyStart("items");
        writeFrom(page, memory, json);
        json.writeEndArray();
        json.writeEndObject();
        json.close();
    }

    /// The newest version, or the one that the parameters select.
    private MemoryLog memory(String id, QueryParameters parameters) {
        var version = parameters.integer(VERSION, 1, Integer.MAX_VALUE, 0);
        var time = parameters.date(AS_OF);
        if (time != null && !time.first().equals(time.last())) {
            parameters.addError(AS_OF, "must be a date-time, such as 2025-11-13T08:30:00Z");
        }
        if (version > 0 && time != null) {
            parameters.addError(AS_OF, "must not be combined with " + VERSION);
        }
        if (version == 0 && time == null) {
            return memories.require(id, parameters);
        }
        var newest = memories.find(id, parameters);
        if (time == null) {
            return memory(id, versions.at(newest.id(), version), "a version " + version);
        }
        // A clock that was set back may be behind a time that this service has answered with.
        if (time.first().isAfter(clock.instant()) && time.first().isAfter(newest.changedAt())) {
            throw ProblemException.invalid(FieldError.inParameter(AS_OF, "lies in the future"));
        }
        return memory(id, versions.asOf(newest.id(), time.first(), newest.version()), "a state at that time");
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

    private void writeFrom(List<StoredEvent> first, MemoryId memory, JsonGenerator json) {
        var page = first;
        while (!page.isEmpty()) {
            page.forEach(event -> write(event, json));
            page = page.size() < HISTORY_PAGE_SIZE
                    ? List.of()
                    : versions.events(memory, page.getLast().streamVersion(), HISTORY_PAGE_SIZE);
        }
    }

    /// Who made the change; unknown for events of earlier releases.
    private static void writeOrigin(StoredEvent event, JsonGenerator json) {
        var by = Json.mapper().readTree(event.metadata()).path("by");
        if (by.isString()) {
            json.writeStringProperty("by", by.stringValue());
        }
    }

    private static void write(StoredEvent event, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("event_id", event.eventId());
        json.writeStringProperty("type", event.type());
        json.writeNumberProperty("version", event.streamVersion());
        json.writeStringProperty("recorded_at", UtcTime.format(event.recordedAt()));
        writeOrigin(event, json);
        json.writeName("data");
        json.writeRawValue(event.data());
        json.writeEndObject();
    }
}
