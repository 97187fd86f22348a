package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A discrepancy that is not confirmed.
///
/// @param logVersion   in the log at the first comparison; null when the log did not know the memory
/// @param acknowledged whether the consumer had acknowledged that version
/// @param seenAt       the time of the first comparison
record SuspectedDiscrepancy(
        MemoryId memory, Tenant tenant, @Nullable Long logVersion, boolean acknowledged, Instant seenAt) {}
