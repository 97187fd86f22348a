package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.memory.MemoryId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the rebuild of one index stands.
///
/// @param after   up to here everything is sent; null at the beginning
/// @param upTo    the end of the piece that is being sent; null between two pieces
/// @param ends    where the consumer's queue ended when all was sent; null before
/// @param waiting how many messages waited at the last look
/// @param since   when that became less
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

    RebuildCheckpoint waitingFor(Map<String, Long> queueEnds, long messages, Instant now) {
        return new RebuildCheckpoint(after, null, queueEnds, messages, now);
    }
}
