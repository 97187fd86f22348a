package io.memlog.api.operations.reconciliation;

/// Which tenants of the log a check looks at.
enum ScanMode {
    /// All of them.
    OPEN,
    /// All of them, and those who agree are remembered.
    REMEMBERING,
    /// Those who have changed since the index was found to agree about them.
    CHANGED_ONLY
}
