package io.memlog.schemas.search;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.memory.MemoryId;
import org.jspecify.annotations.Nullable;

/// A memory that an index found.
///
/// @param version  the version that the index holds
/// @param document the memory's own text as it was indexed
/// @param distance the cosine distance from 0 to 2, where the index measures one
/// @param score    higher is better; comparable within one answer only
public record IndexHit(
        @JsonProperty("memory_log_id") MemoryId memory,
        long version,
        String document,
        @Nullable Double distance,
        double score) {}
