package io.memlog.cli.terminal;

import java.util.stream.Collectors;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/// Reads the text of a table cell or a detail from a JSON object.
@FunctionalInterface
public interface Field {

    int LENGTH_TO_THE_SECOND = "2025-11-13T08:30:00".length();

    String of(JsonNode object);

    /// The value at this path, such as `cause/message`; empty when it is missing or null.
    static Field at(String path) {
        return at(path, "");
    }

    /// Like the other, with a text for a value that is missing or null.
    static Field at(String path, String fallback) {
        var pointer = JsonPointer.compile("/" + path);
        return object -> object.at(pointer).asString(fallback);
    }

    /// The time at this path to the second, in UTC: `2025-11-13 08:30:00Z`.
    static Field time(String path) {
        return time(path, "");
    }

    /// Like the other, with a text for a time that is missing or null.
    static Field time(String path, String fallback) {
        var text = at(path, fallback);
        return object -> {
            var time = text.of(object);
            return time.length() > LENGTH_TO_THE_SECOND && time.charAt(10) == 'T'
                    ? time.substring(0, LENGTH_TO_THE_SECOND).replace('T', ' ') + "Z"
                    : time;
        };
    }

    /// The texts of the array at this path.
    static Field joined(String path, String separator) {
        return object ->
                object.path(path).valueStream().map(value -> value.asString("")).collect(Collectors.joining(separator));
    }
}
