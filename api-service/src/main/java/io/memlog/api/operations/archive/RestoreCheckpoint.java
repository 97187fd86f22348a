package io.memlog.api.operations.archive;

import io.memlog.schemas.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Where restoring stands.
///
/// @param file  the file in hand, or the last one; null at the beginning
/// @param lines how many of its lines are dealt with
/// @param over  whether that file is dealt with
record RestoreCheckpoint(@Nullable String file, long lines, boolean over) {

    static RestoreCheckpoint of(JsonNode place) {
        return place.isEmpty()
                ? new RestoreCheckpoint(null, 0, true)
                : Json.mapper().treeToValue(place, RestoreCheckpoint.class);
    }

    static RestoreCheckpoint beginning(String file) {
        return new RestoreCheckpoint(file, 0, false);
    }

    RestoreCheckpoint after(int more) {
        return new RestoreCheckpoint(file, lines + more, false);
    }

    RestoreCheckpoint end() {
        return new RestoreCheckpoint(file, lines, true);
    }

    JsonNode json() {
        return Json.mapper().valueToTree(this);
    }
}
