package io.memlog.api.memory;

import io.memlog.schemas.event.MemoryChange;

/// What the log knows of a version.
public sealed interface VersionLookup {

    record Known(MemoryChange change) implements VersionLookup {}

    /// @param next the version with which the log goes on
    record Archived(long next) implements VersionLookup {}

    record Never() implements VersionLookup {}
}
