package io.memlog.api.sync;

/// Which tenants of the log a check looks at.
enum Gate {
    /// All of them.
    OPEN,
    /// All of them, and those who agree are remembered.
    REMEMBERING,
    /// Those who have changed since the index was found to agree about them.
    CHANGED_ONLY
}
