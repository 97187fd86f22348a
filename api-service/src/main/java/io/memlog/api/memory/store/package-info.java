/// Storing memory logs: one, a batch, idempotency keys and back-pressure.
@NullMarked
package io.memlog.api.memory.store;

import org.jspecify.annotations.NullMarked;
