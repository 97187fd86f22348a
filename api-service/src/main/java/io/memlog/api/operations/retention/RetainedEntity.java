package io.memlog.api.operations.retention;

import java.util.Locale;

/// What is removed after a time.
enum RetainedEntity {
    /// Keys that no request counts any more.
    IDEMPOTENCY_KEYS,
    /// Findings of the comparison that are repaired, or gone by themselves; never an open one.
    FINDINGS,
    /// Jobs that are finished, one way or another.
    JOBS,
    /// Dead letters about which nothing is left to do; never one that is open, being replayed or parked.
    DEAD_LETTERS;

    /// The name in meters.
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
