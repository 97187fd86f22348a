package io.memlog.api.operations.deadletters;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where the message stood that could not be applied. Offsets start again when Kafka's data is lost, so the
/// time tells apart what stood at the same place.
///
/// @param timestamp in milliseconds since 1970; null where it is not known
public record OriginalRecord(RecordPosition place, @Nullable Long timestamp) {

    public @Nullable Instant time() {
        return timestamp == null ? null : Instant.ofEpochMilli(timestamp);
    }
}
