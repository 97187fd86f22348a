package io.memlog.api.operations.deadletters;

import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A dead letter without its message.
///
/// @param group         the letters of one consumer with the same cause
/// @param attempts      how often its consumer tried, over all failures
/// @param replays       how many replays were asked for
/// @param failedReplays how many of them failed
/// @param job           which job asked for the last replay
/// @param changedAt     when it last failed, or something was done about it
public record DeadLetter(
        DeadLetterId id,
        Projection consumer,
        DeadLetterState state,
        String group,
        Cause cause,
        EventSubject subject,
        OriginalRecord origin,
        int attempts,
        int replays,
        int failedReplays,
        Instant firstSeen,
        Instant lastSeen,
        Instant changedAt,
        @Nullable UUID job) {}
