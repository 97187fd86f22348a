package io.memlog.api.sync;

import io.memlog.schemas.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Where a job stands.
///
/// @param stage how many of its stages are over
/// @param begun whether a step is to be taken
/// @param at    where the stage stands; null at its beginning
record SyncPlace(
        int stage,
        boolean begun,
        @Nullable JsonNode at,
        @Nullable Tally tally) {

    static SyncPlace of(JsonNode place) {
        return place.isEmpty()
                ? new SyncPlace(0, false, null, null)
                : Json.mapper().treeToValue(place, SyncPlace.class);
    }

    JsonNode json() {
        return Json.mapper().valueToTree(this);
    }

    SyncPlace beginning() {
        return new SyncPlace(stage, true, at, tally);
    }

    SyncPlace after(Step<?> step) {
        var sum = soFar().plus(step.tally());
        return step.place() == null
                ? new SyncPlace(stage + 1, false, null, sum)
                : new SyncPlace(stage, false, Json.mapper().valueToTree(step.place()), sum);
    }

    /// The place within the stage.
    <P> @Nullable P within(Class<P> type) {
        return at == null || at.isNull() ? null : Json.mapper().treeToValue(at, type);
    }

    Tally soFar() {
        return tally == null ? Tally.NOTHING : tally;
    }
}
