package io.memlog.schemas.inventory;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.memlog.schemas.memory.Tenant;
import org.jspecify.annotations.Nullable;

/// Which memories of one tenant are asked for.
///
/// @param above the id above which to begin, 0 for the first
/// @param upTo  the last id that counts; null for no end
public record InventoryQuery(
        String userId,
        String projectId,
        long above,
        @Nullable Long upTo) {

    public InventoryQuery {
        if (userId.isBlank() || projectId.isBlank()) {
            throw new IllegalArgumentException("user_id and project_id are not blank");
        }
        if (above < 0 || (upTo != null && upTo <= above)) {
            throw new IllegalArgumentException("above is 0 or more, and up_to lies behind it");
        }
    }

    @JsonIgnore
    public Tenant tenant() {
        return new Tenant(userId, projectId);
    }

    /// Whether the question is about this id.
    public boolean covers(long memory) {
        return memory > above && (upTo == null || memory <= upTo);
    }
}
