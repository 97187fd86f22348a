package io.memlog.api.operations.deadletters;

import io.memlog.schemas.memory.MemoryId;
import org.jspecify.annotations.Nullable;

/// The memory that a dead letter is about, as far as its message states it.
///
/// @param type of the event, such as `memory_log.stored`
public record EventSubject(
        @Nullable MemoryId memory,
        @Nullable Long version,
        @Nullable String userId,
        @Nullable String projectId,
        @Nullable String type) {

    public static final EventSubject UNKNOWN = new EventSubject(null, null, null, null, null);
}
