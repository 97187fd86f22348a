package io.memlog.schemas.inventory;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.memlog.schemas.memory.Tenant;
import org.jspecify.annotations.Nullable;

/// A range of memories of one tenant.
///
/// @param above the id after which the range starts, 0 for the first memory
/// @param upTo  the last id of the range; null for no end
public record InventoryQuery(
        String userId,
        String projectId,
        long above,
        @Nullable Long upTo) {

    public InventoryQuery {
        if (userId.isBlank() || projectId.isBlank()) {
            throw new IllegalArgumentException("user_id and project_id must not be blank");
        }
        if (above < 0 || (upTo != null && upTo <= above)) {
            throw new IllegalArgumentException("above must be 0 or more, and up_to greater than above");
        }
    }

    @JsonIgnore
    public Tenant tenant() {
        return new Tenant(userId, projectId);
    }

    /// Whether the range contains this id.
    public boolean covers(long memory) {
        return memory > above && (upTo == null || memory <= upTo);
    }
}
