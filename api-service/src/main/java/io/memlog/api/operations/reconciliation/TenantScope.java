package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.memory.Tenant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Restricts a check or repair to a user or project; a null component matches all.
record TenantScope(@Nullable String userId, @Nullable String projectId) {

    static final TenantScope ALL = new TenantScope(null, null);

    static TenantScope of(Tenant tenant) {
        return new TenantScope(tenant.userId(), tenant.projectId());
    }

    /// The tenant, when both user and project are given.
    Optional<Tenant> tenant() {
        return userId == null || projectId == null ? Optional.empty() : Optional.of(new Tenant(userId, projectId));
    }

    boolean overlaps(TenantScope other) {
        return overlaps(userId, other.userId) && overlaps(projectId, other.projectId);
    }

    private static boolean overlaps(@Nullable String one, @Nullable String other) {
        return one == null || other == null || one.equals(other);
    }
}
