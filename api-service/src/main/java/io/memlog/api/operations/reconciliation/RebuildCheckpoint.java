package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.memory.MemoryId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The progress of the rebuild of one index, stored as JSON between two steps.
///
/// @param after   all memories up to this one are sent; null at the beginning
/// @param upTo    the last memory of the batch that is being sent; null between two batches
/// @param ends    the end offsets of the consumer's topics after the last message; null before
/// @param waiting the last lag of the consumer
/// @param since   when the lag last decreased
record RebuildCheckpoint(
        @Nullable MemoryId after,
        @Nullable MemoryId upTo,
        @Nullable Map<String, Long> ends,
        long waiting,
        @Nullable Instant since) {

    static final RebuildCheckpoint START = new RebuildCheckpoint(null, null, null, 0, null);

    RebuildCheckpoint sendingUpTo(MemoryId last) {
        return new RebuildCheckpoint(after, last, null, 0, null);
    }

    RebuildCheckpoint sentUpTo(MemoryId last) {
        return new RebuildCheckpoint(last, last.equals(upTo) ? null : upTo, null, 0, null);
    }

    RebuildCheckpoint waitingFor(Map<String, Long> endOffsets, long messages, Instant now) {
        return new RebuildCheckpoint(after, null, endOffsets, messages, now);
    }
}
