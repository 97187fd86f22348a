package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.json.WireEnum;

/// The operations of `POST /sync`.
enum SyncOperation implements WireEnum {
    /// Compare the indexes with the log.
    CHECK,
    /// Repair open findings.
    REPAIR,
    /// Check, then repair.
    FULL,
    /// Resend everything, then check.
    REBUILD;

    boolean changesIndexes() {
        return this != CHECK;
    }
}
