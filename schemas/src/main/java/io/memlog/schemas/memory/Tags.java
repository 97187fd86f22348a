package io.memlog.schemas.memory;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// The tags of a memory log, which every filter by tag agrees on.
public final class Tags {

    private Tags() {}

    /// The texts in `raw_data.tags`, each once, in their order; a single text counts as a list of one.
    public static List<String> of(JsonNode rawData) {
        var tags = rawData.path("tags");
        if (tags.isString()) {
            return List.of(tags.stringValue());
        }
        return tags.isArray()
                ? tags.valueStream()
                        .filter(JsonNode::isString)
                        .map(JsonNode::stringValue)
                        .distinct()
                        .toList()
                : List.of();
    }
}
