package io.memlog.eventstore.decoding;

import tools.jackson.databind.JsonNode;

/// Turns the data of one schema version into that of the next.
@FunctionalInterface
public interface Upcaster {

    JsonNode upcast(JsonNode data);
}
