package io.memlog.api.operations.jobs;

import io.memlog.schemas.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The change of a job by one step.
///
/// @param checkpoint where its handler continues
/// @param total      how many items there are; null when that is known
/// @param done       how many more items are done
/// @param sent       how many of these were sent
/// @param skipped    how many of these needed nothing
public record JobProgressDelta(
        JsonNode checkpoint, @Nullable Long total, long done, long sent, long skipped) {

    /// @param checkpoint a value that Jackson writes
    public static JobProgressDelta of(Object checkpoint, long done, long sent, long skipped) {
        return new JobProgressDelta(Json.mapper().valueToTree(checkpoint), null, done, sent, skipped);
    }

    /// Changes the total only, which was not counted when the job was submitted.
    public static JobProgressDelta counted(JsonNode checkpoint, long total) {
        return new JobProgressDelta(checkpoint, total, 0, 0, 0);
    }

    /// Changes the checkpoint only.
    public static JobProgressDelta to(Object checkpoint) {
        return of(checkpoint, 0, 0, 0);
    }
}
