package io.memlog.api.operations.reconciliation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The operations of `POST /sync`.
enum SyncOperation {
    /// Compare the indexes with the log.
    CHECK,
    /// Repair open findings.
    REPAIR,
    /// Check, then repair.
    FULL,
    /// Resend everything, then check.
    REBUILD;

    static final String NAMES = "check, repair, full, rebuild";

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<SyncOperation> of(String wireName) {
        return Arrays.stream(values())
                .filter(operation -> operation.wireName().equals(wireName))
                .findFirst();
    }

    boolean changesIndexes() {
        return this != CHECK;
    }

    boolean takesLimit() {
        return this != REBUILD;
    }
}
