package io.memlog.cli.store;

import tools.jackson.databind.node.ObjectNode;

/// Where a memory log to store comes from, so that errors can name it.
public interface Origin {

    /// For people, such as `line 5`.
    String label();

    /// Adds the same to an error for scripts.
    void describe(ObjectNode error);
}
