package io.memlog.api.sync;

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
record RebuildPlace(
        @Nullable MemoryId after,
        @Nullable MemoryId upTo,
        @Nullable Map<String, Long> ends,
        long waiting,
        @Nullable Instant since) {

    static final RebuildPlace START = new RebuildPlace(null, null, null, 0, null);

    RebuildPlace sendingUpTo(MemoryId last) {
        return new RebuildPlace(after, last, null, 0, null);
    }

    RebuildPlace sentUpTo(MemoryId last) {
        return new RebuildPlace(last, last.equals(upTo) ? null : upTo, null, 0, null);
    }

    RebuildPlace waitingFor(Map<String, Long> queueEnds, long messages, Instant now) {
        return new RebuildPlace(after, null, queueEnds, messages, now);
    }
}
