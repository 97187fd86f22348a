package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.topic.Projection;
import java.util.UUID;

/// What is to be checked.
///
/// @param run        whose check it is
/// @param limit      how many memories are compared at most
/// @param gate       who decides which tenants are looked at
/// @param wholeIndex whether tenants that only the index knows are looked at, too
record CheckTask(UUID run, Projection projection, TenantScope scope, long limit, ScanMode gate, boolean wholeIndex) {

    static CheckTask of(UUID run, Projection projection, TenantScope scope, long limit) {
        return new CheckTask(run, projection, scope, limit, ScanMode.OPEN, true);
    }

    boolean isOfEverything() {
        return wholeIndex && scope.isEverybody() && limit == Long.MAX_VALUE && gate != ScanMode.CHANGED_ONLY;
    }
}
