package io.memlog.api.memory.projection;

import io.memlog.api.http.Caller;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.MemoryAccess;
import io.memlog.api.memory.MemoryVersions;
import io.memlog.eventstore.StoredEvent;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.topic.Projection;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `GET /memory-logs/{id}/timeline`: what happened to a memory, from its requests to both indexes, oldest first.
///
/// Times are those of the machines where it happened; a duration between two clocks is never negative.
@RestController
record TimelineController(MemoryAccess memories, MemoryVersions versions, ProjectionHistoryRepository history) {

    private static final int MAX_VERSIONS = 200;
    private static final int MAX_ENTRIES = 1_000;
    private static final int PAGE_SIZE = 20;

    private static final Comparator<Item> OLDEST_FIRST = Comparator.comparing(Item::at)
            .thenComparingLong(Item::version)
            .thenComparing(Item::what)
            .thenComparing(Item::projection, Comparator.nullsFirst(Comparator.naturalOrder()));

    @GetMapping("/memory-logs/{id}/timeline")
    JsonNode timeline(@PathVariable String id, HttpServletRequest request) {
        var parameters = QueryParameters.of(request).allowOnly(Set.of(Caller.USER_ID, Caller.PROJECT_ID));
        var memory = memories.find(id, parameters);
        var items = new LinkedHashSet<Item>();
        addChanges(memory.id(), Math.max(0, memory.version() - MAX_VERSIONS), items);
        history.find(memory.id(), MAX_ENTRIES).forEach(entry -> addEntry(entry, items));
        var answer = Json.mapper().createObjectNode();
        var array = answer.putArray("items");
        items.stream().sorted(OLDEST_FIRST).forEach(item -> array.add(item.json()));
        return answer;
    }

    private void addChanges(MemoryId memory, long after, Collection<Item> items) {
        List<StoredEvent> page;
        do {
            page = versions.events(memory, after, PAGE_SIZE);
            for (var event : page) {
                addChange(event, items);
                after = event.streamVersion();
            }
        } while (page.size() == PAGE_SIZE);
    }

    private static void addChange(StoredEvent event, Collection<Item> items) {
        var metadata = Json.mapper().readTree(event.metadata());
        var by = metadata.path("by").stringValue(null);
        var traceId = metadata.path("trace_id").stringValue(null);
        items.add(new Item(
                event.occurredAt(),
                TimelineStep.RECEIVED,
                null,
                event.streamVersion(),
                null,
                event.type(),
                traceId,
                by));
        items.add(new Item(
                event.recordedAt(),
                TimelineStep.STORED,
                null,
                event.streamVersion(),
                milliseconds(event.occurredAt(), event.recordedAt()),
                null,
                traceId,
                by));
    }

    private static void addEntry(ProjectionHistoryRepository.Entry entry, Collection<Item> items) {
        if (entry.publishedAt() != null) {
            items.add(item(entry.publishedAt(), TimelineStep.PUBLISHED, null, null, null, entry));
        }
        if (entry.attemptedAt() != null) {
            items.add(item(entry.attemptedAt(), TimelineStep.ATTEMPT, entry.projection(), null, null, entry));
        }
        var duration = entry.attemptedAt() == null ? null : milliseconds(entry.attemptedAt(), entry.at());
        items.add(item(entry.at(), entry.what(), entry.projection(), duration, entry.detail(), entry));
    }

    private static Item item(
            Instant at,
            TimelineStep what,
            @Nullable Projection projection,
            @Nullable Long milliseconds,
            @Nullable String detail,
            ProjectionHistoryRepository.Entry entry) {
        return new Item(at, what, projection, entry.version(), milliseconds, detail, entry.traceId(), null);
    }

    private static long milliseconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis());
    }

    /// @param milliseconds since the step before of the same version
    private record Item(
            Instant at,
            TimelineStep what,
            @Nullable Projection projection,
            long version,
            @Nullable Long milliseconds,
            @Nullable String detail,
            @Nullable String traceId,
            @Nullable String by) {

        JsonNode json() {
            var json = Json.mapper()
                    .createObjectNode()
                    .put("at", UtcTime.format(at))
                    .put("what", what.wireName());
            if (projection != null) {
                json.put("projection", projection.wireName());
            }
            json.put("version", version);
            if (milliseconds != null) {
                json.put("milliseconds", milliseconds);
            }
            if (detail != null) {
                json.put("detail", detail);
            }
            if (traceId != null) {
                json.put("trace_id", traceId);
            }
            if (by != null) {
                json.put("by", by);
            }
            return json;
        }
    }
}
