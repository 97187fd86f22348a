package io.memlog.api.operations.jobs;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.WireEnum;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The current state of a job. Its JSON is the one of the HTTP contract.
///
/// @param kind          the kind of its [JobHandler]
/// @param request       what was requested
/// @param checkpoint    where its handler continues, in a format of the handler
/// @param ratePerSecond how many items it may send per second; null without a limit
/// @param startedAt     when it was first claimed
/// @param finishedAt    when its last step ended; a cancelled job still finishes the step in progress
/// @param error         why it failed, or what it waits for
public record Job(
        JobId id,
        String kind,
        State state,
        JsonNode request,
        @JsonIgnore JsonNode checkpoint,
        Progress progress,
        @Nullable Integer ratePerSecond,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String error) {

    /// @param start the checkpoint of a job without one
    public <T> T checkpoint(Class<T> type, T start) {
        return checkpoint.isEmpty() ? start : Json.mapper().treeToValue(checkpoint, type);
    }

    /// @param total   how many items there were when the job was submitted, or when it counted them
    /// @param done    how many of them are done, in whatever way
    /// @param sent    how many were sent
    /// @param skipped how many needed nothing
    public record Progress(long total, long done, long sent, long skipped) {}

    /// The state of a job.
    public enum State implements WireEnum {
        /// No instance has claimed it yet.
        QUEUED,
        /// An instance has claimed it; it may be paused, or between two instances.
        RUNNING,
        COMPLETED,
        /// An operator has cancelled it; what is done stays done.
        CANCELLED,
        /// It met an error that retrying does not solve.
        FAILED
    }
}
