package io.memlog.api.operations.reconciliation;

import org.jspecify.annotations.Nullable;

/// What is wrong about a memory in an index.
///
/// @param damaged      whether the index holds only pieces of it, or of several versions
/// @param logVersion   the newest version in the log; null where the log does not know the memory
/// @param indexVersion the version that the index holds; null where it holds none
record Discrepancy(
        FindingKind kind,
        boolean damaged,
        @Nullable Long logVersion,
        @Nullable Long indexVersion) {}
