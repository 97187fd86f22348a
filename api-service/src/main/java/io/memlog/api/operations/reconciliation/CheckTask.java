package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.topic.Projection;
import java.util.UUID;

/// The scope of a consistency check of one index.
///
/// @param run         owns the suspected discrepancies
/// @param limit       the maximum number of compared memories
/// @param includesUnknownTenants whether tenants that only the index knows are compared, too
record CheckTask(
        UUID run, Projection projection, TenantScope scope, long limit, ScanMode mode, boolean includesUnknownTenants) {

    /// The tenants of the log that a check compares.
    enum ScanMode {
        ALL,
        /// All, and records those about which index and log agree.
        ALL_RECORDING,
        /// Those that have changed since index and log were found to agree.
        CHANGED_ONLY
    }

    static CheckTask of(UUID run, Projection projection, TenantScope scope, long limit) {
        return new CheckTask(run, projection, scope, limit, ScanMode.ALL, true);
    }

    boolean isComplete() {
        return includesUnknownTenants && scope.isAll() && limit == Long.MAX_VALUE && mode != ScanMode.CHANGED_ONLY;
    }
}
