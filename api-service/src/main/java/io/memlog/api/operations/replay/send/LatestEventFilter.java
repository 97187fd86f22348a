package io.memlog.api.operations.replay.send;

import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Selects memories by their latest events, for one projection; null matches everything. Deleted memories match, too.
///
/// @param type of the latest event
/// @param from the earliest time of the latest event, inclusive
/// @param to   the latest time of the latest event, inclusive
public record LatestEventFilter(
        Projection projection,
        @Nullable String userId,
        @Nullable String projectId,
        @Nullable String type,
        @Nullable Instant from,
        @Nullable Instant to) {}
