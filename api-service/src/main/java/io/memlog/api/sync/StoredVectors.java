package io.memlog.api.sync;

import io.memlog.schemas.memory.MemoryId;
import java.util.Collection;
import java.util.Map;

/// The vectors that embedding-worker made, as they travel with a message.
public interface StoredVectors {

    Map<MemoryId, Vectors> of(Collection<MemoryId> memories);

    /// The vectors of a version of a memory.
    ///
    /// @param values big-endian float32, all vectors one after the other
    @SuppressWarnings("ArrayRecordComponent")
    record Vectors(long version, String model, int dimensions, byte[] values) {}
}
