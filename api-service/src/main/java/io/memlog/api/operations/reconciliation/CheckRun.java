package io.memlog.api.operations.reconciliation;

import java.time.Duration;
import java.time.Instant;

/// A check of everything.
///
/// @param memories    how many were compared
/// @param nanoseconds how long that took, without the waiting
record CheckRun(Instant startedAt, Instant endedAt, long memories, long nanoseconds) {

    double millisecondsPerMemory() {
        return memories == 0
                ? 0
                : nanoseconds / (double) memories / Duration.ofMillis(1).toNanos();
    }
}
