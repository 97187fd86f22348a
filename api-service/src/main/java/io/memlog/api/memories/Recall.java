package io.memlog.api.memories;

import io.memlog.schemas.event.MemoryChange;

/// What the log knows of a version.
sealed interface Recall {

    record Known(MemoryChange change) implements Recall {}

    /// @param next the version with which the log goes on
    record Archived(long next) implements Recall {}

    record Never() implements Recall {}
}
