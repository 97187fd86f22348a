package io.memlog.api.operations.archive;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A file of events that were removed from the log. Its JSON is the one of the HTTP contract.
///
/// @param bytes           the size of the compressed file
/// @param firstRecordedAt when the event with the lowest position was recorded
/// @param sha256          of the compressed file, in hexadecimal
/// @param restoredAt      when all its events were back in the log; null while they are not
record ArchivedFile(
        String name,
        long events,
        long bytes,
        long firstPosition,
        long lastPosition,
        Instant firstRecordedAt,
        Instant lastRecordedAt,
        String sha256,
        Instant archivedAt,
        @Nullable Instant restoredAt) {}
