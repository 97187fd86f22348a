package io.memlog.api.memory.store;

import io.memlog.api.http.ProblemException;
import io.memlog.schemas.memory.MemoryLog;

/// The result of storing one memory log.
sealed interface StoreResult {

    /// @param replayed whether an earlier request with the same idempotency key stored it
    record Stored(MemoryLog memory, boolean replayed) implements StoreResult {}

    record Rejected(ProblemException problem) implements StoreResult {}
}
