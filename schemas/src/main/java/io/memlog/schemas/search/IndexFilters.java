package io.memlog.schemas.search;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The filters of a search; an absent filter matches everything.
///
/// @param tags the memory must have all of them
/// @param from the earliest microsecond that the memory's date may cover
/// @param to   the latest microsecond that the memory's date may cover
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
