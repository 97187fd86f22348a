package io.memlog.graph.neo4j;

/// What the store holds of a memory.
public sealed interface StoredVersion {

    long version();

    /// The memory can be found.
    record Live(long version) implements StoredVersion {}

    /// The memory was deleted at this version.
    record Deleted(long version) implements StoredVersion {}
}
