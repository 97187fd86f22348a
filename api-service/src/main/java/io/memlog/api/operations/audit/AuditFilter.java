package io.memlog.api.operations.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Selects entries that match all given conditions; null stands for no condition.
record AuditFilter(
        @Nullable String who,
        @Nullable String what,
        @Nullable Instant from,
        @Nullable Instant to) {}
