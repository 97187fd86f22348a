package io.memlog.api.replay;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Where a replay of the log stands.
///
/// @param after up to here everything is sent; null at the beginning
/// @param upTo  the end of the piece that is being sent; null between two pieces
record LogPlace(@Nullable MemoryId after, @Nullable MemoryId upTo) {

    static LogPlace of(JsonNode place) {
        return Json.mapper().treeToValue(place, LogPlace.class);
    }

    JsonNode json() {
        return Json.mapper().valueToTree(this);
    }
}
