package io.memlog.api.archive;

import io.memlog.eventstore.Position;
import io.memlog.eventstore.PositionRange;
import io.memlog.schemas.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Where archiving stands.
///
/// @param after the position up to which it is done
/// @param first where the batch in hand begins; null between two batches
/// @param last  where that batch ends
record ArchivePlace(
        long after, @Nullable Long first, @Nullable Long last) {

    static ArchivePlace of(JsonNode place) {
        return place.isEmpty() ? new ArchivePlace(0, null, null) : Json.mapper().treeToValue(place, ArchivePlace.class);
    }

    static ArchivePlace behind(PositionRange range) {
        return new ArchivePlace(range.last().value(), null, null);
    }

    ArchivePlace beginning(PositionRange range) {
        return new ArchivePlace(after, range.first().value(), range.last().value());
    }

    @Nullable
    PositionRange inHand() {
        return first == null || last == null ? null : new PositionRange(new Position(first), new Position(last));
    }

    JsonNode json() {
        return Json.mapper().valueToTree(this);
    }
}
