package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.memory.Tenant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whose memories are looked at; an absent part lets everybody through.
record TenantScope(@Nullable String userId, @Nullable String projectId) {

    public static final TenantScope EVERYBODY = new TenantScope(null, null);

    boolean isEverybody() {
        return userId == null && projectId == null;
    }

    /// The one tenant that it names, where it names both parts.
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
