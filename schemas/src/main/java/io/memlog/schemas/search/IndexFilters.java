package io.memlog.schemas.search;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Conditions on a hit besides the query; an absent filter matches every memory.
///
/// @param tags the memory has all of them
/// @param from the memory's date ends at this time or later
/// @param to   the memory's date starts at this time or earlier
public record IndexFilters(
        @Nullable String agent,
        List<String> tags,
        @Nullable String conversationId,
        @Nullable Instant from,
        @Nullable Instant to) {

    public static final IndexFilters NONE = new IndexFilters(null, List.of(), null, null, null);

    public IndexFilters {
        tags = List.copyOf(tags);
    }
}
