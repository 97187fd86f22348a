package io.memlog.api.memory.read;

import io.memlog.schemas.memory.Tenant;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which memory logs of a tenant a list holds; an absent part matches everything.
///
/// @param tags all of which the memory log must have
/// @param from the first microsecond that the memory log's date may touch
/// @param to   the last microsecond that the memory log's date may touch
record MemoryFilter(
        Tenant tenant,
        @Nullable String agent,
        List<String> tags,
        @Nullable String conversationId,
        @Nullable String requestId,
        @Nullable Instant from,
        @Nullable Instant to) {

    MemoryFilter {
        tags = List.copyOf(tags);
    }
}
