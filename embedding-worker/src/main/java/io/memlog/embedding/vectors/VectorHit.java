package io.memlog.embedding.vectors;

import io.memlog.schemas.memory.MemoryId;

/// A memory that is near to the query.
///
/// @param version  the stored version
/// @param text     the nearest chunk of the memory
/// @param distance the cosine distance, 0 to 2
public record VectorHit(MemoryId memory, long version, String text, double distance) {

    public VectorHit {
        distance = Math.clamp(distance, 0, 2);
    }

    /// From 0 (opposite) to 1 (same direction).
    public double similarity() {
        return 1 - distance / 2;
    }
}
