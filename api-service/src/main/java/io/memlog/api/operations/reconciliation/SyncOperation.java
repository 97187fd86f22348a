package io.memlog.api.operations.reconciliation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What can be asked for.
enum SyncOperation {
    /// Compare the indexes with the log.
    CHECK,
    /// Bring the indexes back to the log where a check found that they disagree.
    REPAIR,
    /// Check, then repair.
    FULL,
    /// Send everything to the indexes again, then check.
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
