package io.memlog.schemas.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;

/// This version of a memory could not be brought into an index; its event lies in the consumer's dead
/// letters.
///
/// @param reason a stable code, such as `undecodable`
/// @param detail what went wrong, for people
public record ProjectionFailed(
        Projection projection,
        @JsonProperty("memory_log_id") MemoryId memory,
        String userId,
        String projectId,
        long version,
        String reason,
        String detail,
        Instant at)
        implements ProjectionEvent {

    static final String SUFFIX = "failed";

    /// `vector.failed` or `graph.failed`.
    @Override
    public String type() {
        return projection.wireName() + "." + SUFFIX;
    }

    @Override
    public MemoryKey key() {
        return new MemoryKey(memory, new Tenant(userId, projectId));
    }
}
