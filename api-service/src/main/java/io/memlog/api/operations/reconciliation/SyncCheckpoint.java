package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Where a job stands.
///
/// @param stage how many of its stages are over
/// @param begun whether a step is to be taken
/// @param at    where the stage stands; null at its beginning
record SyncCheckpoint(
        int stage,
        boolean begun,
        @Nullable JsonNode at,
        @Nullable CheckSummary tally) {

    static SyncCheckpoint of(JsonNode place) {
        return place.isEmpty()
                ? new SyncCheckpoint(0, false, null, null)
                : Json.mapper().treeToValue(place, SyncCheckpoint.class);
    }

    JsonNode json() {
        return Json.mapper().valueToTree(this);
    }

    SyncCheckpoint beginning() {
        return new SyncCheckpoint(stage, true, at, tally);
    }

    SyncCheckpoint after(StepResult<?> step) {
        var sum = soFar().plus(step.tally());
        return step.place() == null
                ? new SyncCheckpoint(stage + 1, false, null, sum)
                : new SyncCheckpoint(stage, false, Json.mapper().valueToTree(step.place()), sum);
    }

    /// The place within the stage.
    <P> @Nullable P within(Class<P> type) {
        return at == null || at.isNull() ? null : Json.mapper().treeToValue(at, type);
    }

    CheckSummary soFar() {
        return tally == null ? CheckSummary.NOTHING : tally;
    }
}
