package io.memlog.api.archive;

import io.memlog.schemas.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Where restoring stands.
///
/// @param file  the file in hand, or the last one; null at the beginning
/// @param lines how many of its lines are dealt with
/// @param over  whether that file is dealt with
record RestorePlace(@Nullable String file, long lines, boolean over) {

    static RestorePlace of(JsonNode place) {
        return place.isEmpty() ? new RestorePlace(null, 0, true) : Json.mapper().treeToValue(place, RestorePlace.class);
    }

    static RestorePlace beginning(String file) {
        return new RestorePlace(file, 0, false);
    }

    RestorePlace after(int more) {
        return new RestorePlace(file, lines + more, false);
    }

    RestorePlace end() {
        return new RestorePlace(file, lines, true);
    }

    JsonNode json() {
        return Json.mapper().valueToTree(this);
    }
}
