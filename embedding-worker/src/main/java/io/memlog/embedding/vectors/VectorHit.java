package io.memlog.embedding.vectors;

import io.memlog.schemas.memory.MemoryId;

/// A memory that is near to what was asked.
///
/// @param version  the version that is held
/// @param text     the piece of the memory's text that is nearest
/// @param distance the cosine distance, 0 to 2
public record VectorHit(MemoryId memory, long version, String text, double distance) {

    public VectorHit {
        distance = Math.clamp(distance, 0, 2);
    }

    /// From 0, the opposite, to 1, the same.
    public double similarity() {
        return 1 - distance / 2;
    }
}
