package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.json.WireEnum;

/// How an index differs from the log about a memory.
enum FindingKind implements WireEnum {
    /// The log holds the memory, the index does not.
    MISSING,
    /// The index holds an older version, or only parts of the memory.
    STALE,
    /// The index holds a memory that is unknown or deleted, or a version that the log never held.
    ORPHANED
}
