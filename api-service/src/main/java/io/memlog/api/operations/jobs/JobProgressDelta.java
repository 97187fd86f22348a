package io.memlog.api.operations.jobs;

import io.memlog.schemas.json.Json;
import tools.jackson.databind.JsonNode;

/// The change of a job by one step.
///
/// @param checkpoint where its handler continues
/// @param done       how many more items are done
/// @param sent       how many of these were sent
/// @param skipped    how many of these needed nothing
public record JobProgressDelta(JsonNode checkpoint, long done, long sent, long skipped) {

    /// @param checkpoint a value that Jackson writes
    public static JobProgressDelta of(Object checkpoint, long done, long sent, long skipped) {
        return new JobProgressDelta(Json.mapper().valueToTree(checkpoint), done, sent, skipped);
    }

    /// Changes the checkpoint only.
    public static JobProgressDelta to(Object checkpoint) {
        return of(checkpoint, 0, 0, 0);
    }
}
