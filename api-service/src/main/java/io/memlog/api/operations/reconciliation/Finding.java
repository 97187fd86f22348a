package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A memory about which an index disagrees, or did.
///
/// @param number   counts the findings; each keeps its own when it is found again
/// @param remedy   what a repair did last
/// @param repairAt when it did so
/// @param job      the repair
record Finding(
        long number,
        Projection projection,
        MemoryKey memory,
        Discrepancy what,
        Instant firstSeen,
        Instant lastSeen,
        FindingState state,
        @Nullable RepairAction remedy,
        @Nullable Instant repairAt,
        @Nullable UUID job) {

    MemoryId id() {
        return memory.id();
    }

    Tenant tenant() {
        return memory.tenant();
    }
}
