package io.memlog.embedding.vectors;

import io.memlog.schemas.memory.Embedding;
import java.util.List;

/// What the index stores of a memory.
public sealed interface StoredVersion {

    long version();

    /// A memory that searches find.
    ///
    /// @param vectors one per chunk of its text, in their order
    record Live(long version, String model, List<Embedding> vectors) implements StoredVersion {

        public Live {
            vectors = List.copyOf(vectors);
        }
    }

    /// The tombstone of a deleted memory.
    record Deleted(long version) implements StoredVersion {}
}
