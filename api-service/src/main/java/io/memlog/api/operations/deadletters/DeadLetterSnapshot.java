package io.memlog.api.operations.deadletters;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The state of a dead letter and the figures that follow from its history.
///
/// @param attempts     how often its consumer tried, over all failures
/// @param replays      the number of the last requested replay
/// @param failedReplays how many replays failed because of the message
/// @param changedAt    the time of the last failure or event
/// @param nextRetryAt  when it is replayed automatically; null if it waits for an operator, or for nothing
/// @param job          the job that requested the last replay
public record DeadLetterSnapshot(
        DeadLetterState state,
        int attempts,
        int replays,
        int failedReplays,
        Instant firstSeen,
        Instant lastSeen,
        Instant changedAt,
        @Nullable Instant nextRetryAt,
        @Nullable UUID job) {}
