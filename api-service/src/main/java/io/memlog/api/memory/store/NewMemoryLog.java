package io.memlog.api.memory.store;

import io.memlog.api.http.ChangeOrigin;
import org.jspecify.annotations.Nullable;

/// A memory log to store, with what the thread of its request knows.
///
/// @param key null without an idempotency key
record NewMemoryLog(MemoryLogInput input, @Nullable IdempotencyKey key, ChangeOrigin origin) {}
