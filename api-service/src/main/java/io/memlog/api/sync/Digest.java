package io.memlog.api.sync;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Tells whether anything of a tenant has changed in the log.
///
/// @param newest when a memory changed last; null where there is none
public record Digest(long memories, long versions, @Nullable Instant newest) {}
