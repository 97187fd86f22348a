package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A memory about which an index seemed to disagree at first sight.
///
/// @param logVersion what the log had then; null where it did not know the memory
/// @param settled    whether the consumer had reported that version as handled
/// @param seenAt     when that was
record SuspectedDiscrepancy(
        MemoryId memory, Tenant tenant, @Nullable Long logVersion, boolean settled, Instant seenAt) {}
