package io.memlog.api.memory.store;

import io.memlog.schemas.memory.MemoryDate;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A valid memory log as a caller wrote it, not stored yet.
public record MemoryLogInput(
        String task,
        @Nullable String agent,
        @Nullable MemoryDate date,
        Tenant tenant,
        @Nullable String conversationId,
        @Nullable String requestId,
        @Nullable BigDecimal importance,
        JsonNode rawData) {

    /// The memory log as version 1, dated today where the draft has no date.
    public MemoryLog stored(MemoryId id, Instant now) {
        return version(id, 1, now, now);
    }

    /// The memory log as the version that follows another; the defaults are those of a new one.
    public MemoryLog after(MemoryLog previous, Instant now) {
        return version(previous.id(), previous.version() + 1, previous.createdAt(), now);
    }

    private MemoryLog version(MemoryId id, long version, Instant createdAt, Instant now) {
        return new MemoryLog(
                id,
                version,
                task,
                agent,
                date != null ? date : MemoryDate.day(LocalDate.ofInstant(now, ZoneOffset.UTC)),
                tenant.userId(),
                tenant.projectId(),
                conversationId,
                requestId,
                importance,
                rawData,
                createdAt,
                now);
    }
}
