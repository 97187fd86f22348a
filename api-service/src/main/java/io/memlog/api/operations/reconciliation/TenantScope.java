package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.memory.Tenant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Restricts a check or repair to a user or project; a null component matches all.
record TenantScope(@Nullable String userId, @Nullable String projectId) {

    public static final TenantScope ALL = new TenantScope(null, null);

    boolean isAll() {
        return userId == null && projectId == null;
    }

    /// The tenant, when both user and project are given.
    Optional<Tenant> tenant() {
        return userId == null || projectId == null ? Optional.empty() : Optional.of(new Tenant(userId, projectId));
    }

    boolean covers(Tenant tenant) {
        return overlaps(userId, tenant.userId()) && overlaps(projectId, tenant.projectId());
    }

    boolean overlaps(TenantScope other) {
        return overlaps(userId, other.userId) && overlaps(projectId, other.projectId);
    }

    private static boolean overlaps(@Nullable String one, @Nullable String other) {
        return one == null || other == null || one.equals(other);
    }
}
