package io.memlog.api.memories;

import io.memlog.schemas.event.EmbeddingGenerated;
import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryId;
import java.util.Collection;
import java.util.List;

/// The vectors of the memories, as embedding-worker made them.
public interface Embeddings {

    /// The vectors of exactly this version, one per chunk of the text; empty when there are none.
    List<Embedding> of(MemoryId memory, long version);

    /// Drops the vectors of a memory, within the caller's transaction.
    void forget(MemoryId memory);

    /// Keeps the newest vectors of each memory that is not deleted.
    void record(Collection<EmbeddingGenerated> generated);
}
