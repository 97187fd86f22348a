package io.memlog.schemas.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;

/// An index holds this version of a memory, and searches find it.
public record ProjectionStored(
        Projection projection,
        @JsonProperty("memory_log_id") MemoryId memory,
        String userId,
        String projectId,
        long version,
        Instant at)
        implements ProjectionEvent {

    static final String SUFFIX = "stored";

    public static ProjectionStored of(Projection projection, MemoryKey key, long version, Instant at) {
        return new ProjectionStored(
                projection, key.id(), key.tenant().userId(), key.tenant().projectId(), version, at);
    }

    /// `vector.stored` or `graph.stored`.
    @Override
    public String type() {
        return projection.wireName() + "." + SUFFIX;
    }
}
