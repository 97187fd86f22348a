package io.memlog.api.operations.deadletters;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which dead letters are meant; an absent part lets everything through.
///
/// @param from the first microsecond at which the letter may have been seen first
/// @param to   the last microsecond at which the letter may have been seen first
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

    /// The same letters, as far as they are in this state.
    public DeadLetterFilter in(DeadLetterState required) {
        return new DeadLetterFilter(consumer, reason, memory, userId, projectId, group, required, from, to);
    }
}
