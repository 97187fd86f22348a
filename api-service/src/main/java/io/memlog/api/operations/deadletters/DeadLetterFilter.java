package io.memlog.api.operations.deadletters;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Restricts dead letters; a null component matches all.
///
/// @param from the first microsecond of the first failure
/// @param to   the last microsecond of the first failure
public record DeadLetterFilter(
        @Nullable Projection consumer,
        @Nullable String reason,
        @Nullable MemoryId memory,
        @Nullable String userId,
        @Nullable String projectId,
        @Nullable String group,
        @Nullable DeadLetterState state,
        @Nullable Instant from,
        @Nullable Instant to) {

    public static final DeadLetterFilter ALL =
            new DeadLetterFilter(null, null, null, null, null, null, null, null, null);
}
