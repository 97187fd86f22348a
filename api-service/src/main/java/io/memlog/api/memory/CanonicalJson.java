package io.memlog.api.memory;

import io.memlog.schemas.json.Json;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// The text that equal JSON values share: members in the order of their names, no white space, numbers as written.
public final class CanonicalJson {

    private CanonicalJson() {}

    public static String of(JsonNode value) {
        return Json.mapper().writeValueAsString(sorted(value));
    }

    private static JsonNode sorted(JsonNode value) {
        if (value.isArray()) {
            var elements = Json.mapper().createArrayNode();
            value.forEach(element -> elements.add(sorted(element)));
            return elements;
        }
        if (!value.isObject()) {
            return value;
        }
        var members = new TreeMap<String, JsonNode>();
        value.forEachEntry((name, member) -> members.put(name, sorted(member)));
        var object = Json.mapper().createObjectNode();
        members.forEach(object::set);
        return object;
    }
}
