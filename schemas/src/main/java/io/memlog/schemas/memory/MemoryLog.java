package io.memlog.schemas.memory;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One version of a memory log: what an agent did, why, and what it learned.
///
/// @param version   1 when stored, one more with every change
/// @param rawData   the caller's JSON object; no member is required, and each may have any type
/// @param createdAt when version 1 was stored
/// @param updatedAt when this version was stored
@JsonPropertyOrder({
    "id",
    "version",
    "task",
    "agent",
    "date",
    "user_id",
    "project_id",
    "conversation_id",
    "request_id",
    "importance",
    "raw_data",
    "created_at",
    "updated_at"
})
public record MemoryLog(
        MemoryId id,
        long version,
        String task,
        @Nullable String agent,
        MemoryDate date,
        String userId,
        String projectId,
        @Nullable String conversationId,
        @Nullable String requestId,
        @Nullable BigDecimal importance,
        JsonNode rawData,
        Instant createdAt,
        Instant updatedAt) {

    public MemoryLog {
        if (version < 1) {
            throw new IllegalArgumentException("a version is a positive number, not " + version);
        }
        if (!rawData.isObject()) {
            throw new IllegalArgumentException("raw_data is an object, not " + rawData.getNodeType());
        }
    }

    @JsonIgnore
    public Tenant tenant() {
        return new Tenant(userId, projectId);
    }

    @JsonIgnore
    public MemoryKey key() {
        return new MemoryKey(id, tenant());
    }
}
