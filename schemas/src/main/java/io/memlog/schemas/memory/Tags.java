package io.memlog.schemas.memory;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// The tags of a memory log, as all filters by tag read them.
public final class Tags {

    private Tags() {}

    /// The distinct strings in `raw_data.tags`, in order; a single string counts as an array of one.
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
