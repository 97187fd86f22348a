package io.memlog.api.operations.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A job as it stands.
///
/// @param kind          the name of its [JobHandler]
/// @param request       what was asked for
/// @param place         where the work stands, in the words of its kind
/// @param ratePerSecond how many items it may send in a second; null when nothing limits it
/// @param startedAt     when it was begun
/// @param finishedAt    when the last of it was done; a cancelled job may still finish what it had begun
/// @param error         why it failed, or what it waits for
public record Job(
        JobId id,
        String kind,
        JobState state,
        JsonNode request,
        JsonNode place,
        Progress progress,
        @Nullable Integer ratePerSecond,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String error) {}
