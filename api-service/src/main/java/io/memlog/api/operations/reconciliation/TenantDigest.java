package io.memlog.api.operations.reconciliation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Tells whether anything of a tenant has changed in the log.
///
/// @param newest when a memory changed last; null where there is none
record TenantDigest(long memories, long versions, @Nullable Instant newest) {}
