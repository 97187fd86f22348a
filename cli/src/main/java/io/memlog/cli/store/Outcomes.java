package io.memlog.cli.store;

import tools.jackson.databind.JsonNode;

/// Is told what became of each line.
interface Outcomes {

    void stored(long line, long memory);

    /// @param problem why, as Memlog answered it
    void refused(long line, JsonNode problem);
}
