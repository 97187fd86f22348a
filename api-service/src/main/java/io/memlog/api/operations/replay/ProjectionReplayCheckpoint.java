package io.memlog.api.operations.replay;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Where a replay of the log stands.
///
/// @param after up to here everything is sent; null at the beginning
/// @param upTo  the end of the piece that is being sent; null between two pieces
record ProjectionReplayCheckpoint(
        @Nullable MemoryId after, @Nullable MemoryId upTo) {

    static ProjectionReplayCheckpoint of(JsonNode place) {
        return Json.mapper().treeToValue(place, ProjectionReplayCheckpoint.class);
    }

    JsonNode json() {
        return Json.mapper().valueToTree(this);
    }
}
