package io.memlog.eventstore;

/// The result of an append.
public sealed interface AppendResult {

    /// All events are in the log.
    ///
    /// @param version  the stream's version after the last of them
    /// @param position the position of the last of them
    record Appended(long version, Position position) implements AppendResult {}

    /// Every event was in the log already, under its event id; nothing was written.
    ///
    /// @param position the position of the last of them
    record Duplicate(Position position) implements AppendResult {}

    /// The stream does not have the expected version; nothing was written.
    ///
    /// @param actualVersion the stream's version, 0 without events
    record Conflict(long actualVersion) implements AppendResult {}
}
