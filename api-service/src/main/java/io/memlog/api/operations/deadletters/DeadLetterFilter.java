package io.memlog.api.operations.deadletters;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.memory.MemoryDate;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.topic.Projection;
import org.jspecify.annotations.Nullable;

/// Restricts dead letters; a null component matches all. Its JSON is the one of the HTTP contract.
///
/// @param from the earliest time of the first failure
/// @param to   the latest time of the first failure
public record DeadLetterFilter(
        @Nullable Projection consumer,
        @Nullable String reason,
        @JsonProperty("memory_id") @Nullable MemoryId memory,
        @Nullable String userId,
        @Nullable String projectId,
        @Nullable String group,
        @Nullable DeadLetterState state,
        @Nullable MemoryDate from,
        @Nullable MemoryDate to) {

    public static final DeadLetterFilter ALL =
            new DeadLetterFilter(null, null, null, null, null, null, null, null, null);
}
