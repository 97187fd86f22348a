package io.memlog.api.memory.stream;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.eventstore.Checkpoint;
import io.memlog.eventstore.Position;
import io.memlog.eventstore.StoredEvent;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A change of a memory, as a client sees it.
///
/// @param position of its event in the log
record Change(
        @JsonIgnore Position position,
        @JsonProperty("memory_log_id") MemoryId memory,
        long version,
        String type,
        Instant at,
        @Nullable String userId,
        @Nullable String projectId) {

    private static final String STREAM_PREFIX = "memory_log-";

    /// The change that an event is; empty for any other event.
    static Optional<Change> of(StoredEvent event) {
        var stream = event.stream().value();
        if (!stream.startsWith(STREAM_PREFIX) || !StreamRequest.TYPES.contains(event.type())) {
            return Optional.empty();
        }
        return Optional.of(new Change(
                event.position(),
                MemoryId.parse(stream.substring(STREAM_PREFIX.length())),
                event.streamVersion(),
                event.type(),
                event.occurredAt(),
                event.context().userId(),
                event.context().projectId()));
    }

    /// As a server-sent event.
    String asServerSentEvent() {
        return "id: " + id() + "\nevent: " + type + "\ndata: " + Json.mapper().writeValueAsString(this) + "\n\n";
    }

    /// As a message of a WebSocket.
    String asMessage() {
        return "{\"id\":\"" + id() + "\",\"event\":\"" + type + "\",\"data\":"
                + Json.mapper().writeValueAsString(this) + "}";
    }

    private String id() {
        return Checkpoint.at(position).text();
    }
}
