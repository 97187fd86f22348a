package io.memlog.consumer;

import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.message.PrecomputedEmbedding;
import org.jspecify.annotations.Nullable;

/// A change that is to be applied; a projection without vectors uses nothing else of it.
///
/// @param precomputed vectors that were computed before for this version
/// @param predecessor the end of the prose of the memory before it in its conversation
public record PendingChange(
        MemoryChange change,
        @Nullable PrecomputedEmbedding precomputed,
        @Nullable String predecessor) {}
