package io.memlog.eventstore.decoding;

import tools.jackson.databind.JsonNode;

/// Converts the data of one schema version to the next one.
@FunctionalInterface
public interface Upcaster {

    JsonNode upcast(JsonNode data);
}
