package io.memlog.consumer;

import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.message.PrecomputedEmbedding;
import org.jspecify.annotations.Nullable;

/// A change that is to be applied.
///
/// @param precomputed vectors that were computed before for this version; a projection without vectors ignores them
public record PendingChange(MemoryChange change, @Nullable PrecomputedEmbedding precomputed) {}
