package io.memlog.graph.neo4j;

/// The version of a memory in the graph.
public sealed interface StoredVersion {

    long version();

    /// The memory is stored, and searches find it.
    record Live(long version) implements StoredVersion {}

    /// The memory was deleted at this version.
    record Deleted(long version) implements StoredVersion {}
}
