package io.memlog.cli.server;

import tools.jackson.databind.JsonNode;

/// The place that an element of a problem's `errors` is about, as people write it.
public final class FieldName {

    private FieldName() {}

    public static String of(JsonNode error) {
        var pointer = error.path("pointer").asString("");
        if (!pointer.isEmpty()) {
            return inside(pointer);
        }
        return error.path("parameter").asString(error.path("header").asString("request"));
    }

    /// `raw_data/tags/0` for `#/raw_data/tags/0`.
    private static String inside(String pointer) {
        return pointer.equals("#") ? "the whole" : pointer.replaceFirst("^#/", "");
    }
}
