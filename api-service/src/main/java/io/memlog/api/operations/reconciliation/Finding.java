package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A confirmed discrepancy of a memory in an index, open or closed.
///
/// @param number   ascending; a finding that is reopened keeps its number
/// @param action   the last repair action
/// @param repairAt the time of that action
/// @param job      that repaired
record Finding(
        long number,
        Projection projection,
        MemoryKey memory,
        Discrepancy discrepancy,
        Instant firstSeen,
        Instant lastSeen,
        FindingState state,
        @Nullable RepairAction action,
        @Nullable Instant repairAt,
        @Nullable UUID job) {

    /// Restricts findings; a null component matches all.
    record Filter(
            @Nullable Projection projection,
            @Nullable FindingKind kind,
            @Nullable FindingState state,
            TenantScope scope) {}

    record Count(Projection projection, FindingKind kind, FindingState state, long findings) {}
}
