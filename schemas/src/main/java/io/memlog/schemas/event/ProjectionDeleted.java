package io.memlog.schemas.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;

/// An index has deleted the memory and stores the version of the deletion.
public record ProjectionDeleted(
        Projection projection,
        @JsonProperty("memory_log_id") MemoryId memory,
        String userId,
        String projectId,
        long version,
        Instant at)
        implements ProjectionEvent {

    static final String SUFFIX = "deleted";

    public static ProjectionDeleted of(Projection projection, MemoryKey key, long version, Instant at) {
        return new ProjectionDeleted(
                projection, key.id(), key.tenant().userId(), key.tenant().projectId(), version, at);
    }

    /// `vector.deleted` or `graph.deleted`.
    @Override
    public String type() {
        return projection.wireName() + "." + SUFFIX;
    }
}
