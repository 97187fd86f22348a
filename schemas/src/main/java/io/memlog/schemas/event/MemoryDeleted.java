package io.memlog.schemas.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import java.time.Instant;

/// A memory was deleted. The deletion is a version of its own, so that no older event restores the memory.
public record MemoryDeleted(
        @JsonProperty("memory_log_id") MemoryId memory,
        String userId,
        String projectId,
        long version,
        Instant deletedAt)
        implements MemoryChange {

    public static final String TYPE = "memory_log.deleted";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Instant changedAt() {
        return deletedAt;
    }

    @Override
    public MemoryKey key() {
        return new MemoryKey(memory, new Tenant(userId, projectId));
    }
}
