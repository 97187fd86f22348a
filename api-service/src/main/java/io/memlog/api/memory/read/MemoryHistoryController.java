package io.memlog.api.memory.read;

import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.MemoryAccess;
import io.memlog.api.memory.MemoryVersions;
import io.memlog.eventstore.StoredEvent;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import io.memlog.schemas.memory.MemoryId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;

/// `GET /memory-logs/{id}/events`: every change of a memory, a deleted one included. The answer is written
/// while the log is read, so that a long history is never in memory as a whole.
@RestController
record MemoryHistoryController(MemoryAccess memories, MemoryVersions versions) {

    private static final int PAGE_SIZE = 50;

    @GetMapping("/memory-logs/{id}/events")
    void events(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        var parameters = QueryParameters.of(request).allowOnly(Set.of(MemoryAccess.USER_ID, MemoryAccess.PROJECT_ID));
        var memory = memories.find(id, parameters).id();
        var page = versions.events(memory, 0, PAGE_SIZE);
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

    private void writeFrom(List<StoredEvent> first, MemoryId memory, JsonGenerator json) {
        var page = first;
        while (!page.isEmpty()) {
            page.forEach(event -> write(event, json));
            page = page.size() < PAGE_SIZE
                    ? List.of()
                    : versions.events(memory, page.getLast().streamVersion(), PAGE_SIZE);
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
