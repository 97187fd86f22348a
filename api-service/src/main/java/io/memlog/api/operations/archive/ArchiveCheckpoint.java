package io.memlog.api.operations.archive;

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
record ArchiveCheckpoint(
        long after, @Nullable Long first, @Nullable Long last) {

    static ArchiveCheckpoint of(JsonNode place) {
        return place.isEmpty()
                ? new ArchiveCheckpoint(0, null, null)
                : Json.mapper().treeToValue(place, ArchiveCheckpoint.class);
    }

    static ArchiveCheckpoint behind(PositionRange range) {
        return new ArchiveCheckpoint(range.last().value(), null, null);
    }

    ArchiveCheckpoint beginning(PositionRange range) {
        return new ArchiveCheckpoint(after, range.first().value(), range.last().value());
    }

    @Nullable
    PositionRange inHand() {
        return first == null || last == null ? null : new PositionRange(new Position(first), new Position(last));
    }

    JsonNode json() {
        return Json.mapper().valueToTree(this);
    }
}
