package io.memlog.api.operations.replay.send;

import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which memories are replayed, and to which index; an absent part lets everything through. Deleted
/// memories count too.
///
/// @param type of the memory's latest event
/// @param from the first microsecond at which the memory may have changed last
/// @param to   the last microsecond at which the memory may have changed last
public record LatestEventFilter(
        Projection projection,
        @Nullable String userId,
        @Nullable String projectId,
        @Nullable String type,
        @Nullable Instant from,
        @Nullable Instant to) {}
