package io.memlog.api.memory.search;

import io.memlog.schemas.memory.MemoryId;
import org.jspecify.annotations.Nullable;

/// What ranking needs of a memory besides its hits.
///
/// @param predecessor the memory before it in its conversation
/// @param successor   the memory after it
record Candidate(
        @Nullable String agent,
        @Nullable String conversation,
        @Nullable MemoryId predecessor,
        @Nullable MemoryId successor) {}
