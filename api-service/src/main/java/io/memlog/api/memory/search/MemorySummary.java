package io.memlog.api.memory.search;

import io.memlog.schemas.memory.MemoryId;
import org.jspecify.annotations.Nullable;

/// What a hit shows of a memory's current version; the whole state of many memories would be large.
record MemorySummary(
        MemoryId id, long version, String task, @Nullable String agent, String date) {}
