package io.memlog.api.operations.deadletters;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The record that could not be applied. Offsets restart when Kafka loses its data; the timestamp tells apart
/// records at the same position.
///
/// @param timestamp in milliseconds since 1970; null when unknown
public record OriginalRecord(
        RecordPosition position, @Nullable Long timestamp) {

    @Nullable
    Instant time() {
        return timestamp == null ? null : Instant.ofEpochMilli(timestamp);
    }
}
