package io.memlog.api.operations.deadletters;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where a letter stands, and what of its history the index shows.
///
/// @param attempts     how often its consumer tried, over all failures
/// @param replays      the number of the last replay asked for
/// @param failedReplays how many replays failed
/// @param job          on whose behalf the last replay was
/// @param heard        whether its consumer has said what became of the last replay
record DeadLetterSnapshot(
        DeadLetterState state,
        int attempts,
        int replays,
        int failedReplays,
        Instant firstSeen,
        Instant lastSeen,
        Instant changedAt,
        @Nullable UUID job,
        boolean heard) {}
