package io.memlog.cli.store;

import tools.jackson.databind.JsonNode;

/// Learns what becomes of each memory log of a batch.
public interface BatchListener {

    void stored(Origin origin, long id);

    /// @param problem why, as the API says it
    void refused(Origin origin, JsonNode problem);
}
