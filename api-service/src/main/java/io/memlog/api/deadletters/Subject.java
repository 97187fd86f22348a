package io.memlog.api.deadletters;

import io.memlog.schemas.memory.MemoryId;
import org.jspecify.annotations.Nullable;

/// What a dead letter is about, as far as its message says.
///
/// @param type of the event, such as `memory_log.stored`
public record Subject(
        @Nullable MemoryId memory,
        @Nullable Long version,
        @Nullable String userId,
        @Nullable String projectId,
        @Nullable String type) {

    public static final Subject UNKNOWN = new Subject(null, null, null, null, null);
}
