package io.memlog.api.operations.jobs;

import tools.jackson.databind.JsonNode;

/// What a step changes in its job.
///
/// @param place   where the work stands now
/// @param done    how many more items are settled
/// @param sent    how many of these were sent on
/// @param skipped how many of these there was nothing to do about
public record JobProgressDelta(JsonNode place, long done, long sent, long skipped) {

    /// Another place, and no item settled yet.
    public static JobProgressDelta to(JsonNode place) {
        return new JobProgressDelta(place, 0, 0, 0);
    }
}
