package io.memlog.api.memory.store;

import io.memlog.api.http.ChangeOrigin;
import io.memlog.api.http.ProblemException;
import org.jspecify.annotations.Nullable;

/// A memory log to store, with what the thread of its request knows.
///
/// @param key       null without an idempotency key
/// @param overQuota why it is not stored, unless it repeats what is stored; null within the quota
record NewMemoryLog(
        MemoryLogInput input,
        @Nullable IdempotencyKey key,
        ChangeOrigin origin,
        @Nullable ProblemException overQuota) {}
