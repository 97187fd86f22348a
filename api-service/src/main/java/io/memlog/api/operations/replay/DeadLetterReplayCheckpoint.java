package io.memlog.api.operations.replay;

import io.memlog.api.operations.deadletters.ReplayOrderKey;
import io.memlog.schemas.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Where a replay of dead letters stands.
///
/// @param behind the last letter that was looked at; null at the beginning
/// @param begun  how many letters of the piece in hand are to be sent
record DeadLetterReplayCheckpoint(@Nullable ReplayOrderKey behind, int begun) {

    static DeadLetterReplayCheckpoint of(JsonNode place) {
        return place.isEmpty()
                ? new DeadLetterReplayCheckpoint(null, 0)
                : Json.mapper().treeToValue(place, DeadLetterReplayCheckpoint.class);
    }

    JsonNode json() {
        return Json.mapper().valueToTree(this);
    }
}
