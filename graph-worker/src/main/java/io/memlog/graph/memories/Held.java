package io.memlog.graph.memories;

/// What the store holds of a memory.
public sealed interface Held {

    long version();

    /// The memory can be found.
    record Live(long version) implements Held {}

    /// The memory was deleted at this version.
    record Deleted(long version) implements Held {}
}
