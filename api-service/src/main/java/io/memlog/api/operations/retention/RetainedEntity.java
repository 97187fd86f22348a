package io.memlog.api.operations.retention;

import io.memlog.schemas.json.WireEnum;

/// What is removed at the end of its retention.
enum RetainedEntity implements WireEnum {
    /// Idempotency keys past `memlog.ingest.idempotency-retention`.
    IDEMPOTENCY_KEYS,
    /// Closed findings of the consistency check.
    FINDINGS,
    /// Finished jobs.
    JOBS,
    /// Dead letters that have ended; never an open, replaying or parked one.
    DEAD_LETTERS
}
