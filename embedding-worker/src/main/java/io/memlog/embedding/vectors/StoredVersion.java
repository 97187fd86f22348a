package io.memlog.embedding.vectors;

import io.memlog.schemas.memory.Embedding;
import java.util.List;

/// What the store holds of a memory.
public sealed interface StoredVersion {

    long version();

    /// The memory can be found.
    ///
    /// @param vectors one per piece of its text, in their order
    record Live(long version, String model, List<Embedding> vectors) implements StoredVersion {

        public Live {
            vectors = List.copyOf(vectors);
        }
    }

    /// The memory was deleted at this version.
    record Deleted(long version) implements StoredVersion {}
}
