package io.memlog.api.operations.archive;

import io.memlog.eventstore.PositionRange;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A file of events that have left the log.
///
/// @param bytes           the size of the compressed file
/// @param firstRecordedAt when the first of its events, by position, was recorded
/// @param sha256          of the compressed file, in hexadecimal
/// @param restoredAt      when all of its events were in the log again; null while they are not
record ArchivedFile(
        String name,
        long events,
        long bytes,
        PositionRange positions,
        Instant firstRecordedAt,
        Instant lastRecordedAt,
        String sha256,
        Instant archivedAt,
        @Nullable Instant restoredAt) {}
