package io.memlog.api.ingest;

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

/// A valid memory log that is not stored yet.
record Draft(
        String task,
        @Nullable String agent,
        @Nullable MemoryDate date,
        Tenant tenant,
        @Nullable String conversationId,
        @Nullable String requestId,
        @Nullable BigDecimal importance,
        JsonNode rawData) {

    /// The memory log as version 1, dated today where the draft has no date.
    MemoryLog stored(MemoryId id, Instant now) {
        return new MemoryLog(
                id,
                1,
                task,
                agent,
                date != null ? date : MemoryDate.day(LocalDate.ofInstant(now, ZoneOffset.UTC)),
                tenant.userId(),
                tenant.projectId(),
                conversationId,
                requestId,
                importance,
                rawData,
                now,
                now);
    }
}
