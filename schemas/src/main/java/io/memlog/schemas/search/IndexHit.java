package io.memlog.schemas.search;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.memory.MemoryId;
import org.jspecify.annotations.Nullable;

/// A memory that an index has found.
///
/// @param version  the version in the index
/// @param document the indexed text of the memory
/// @param distance the cosine distance from 0 to 2, if the index measures it
/// @param score    higher is better; comparable within one response only
public record IndexHit(
        @JsonProperty("memory_log_id") MemoryId memory,
        long version,
        String document,
        @Nullable Double distance,
        double score) {}
