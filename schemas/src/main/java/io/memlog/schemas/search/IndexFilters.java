package io.memlog.schemas.search;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a hit must fulfil besides the query; an absent filter lets everything through.
///
/// @param tags all of which the memory must have
/// @param from the first microsecond that the memory's date may touch
/// @param to   the last microsecond that the memory's date may touch
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
