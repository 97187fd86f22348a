package io.memlog.consumer;

import io.memlog.schemas.inventory.InventoryPage;
import io.memlog.schemas.inventory.InventoryQuery;
import io.memlog.schemas.inventory.InventoryTenants;
import org.jspecify.annotations.Nullable;

/// What the store of a projection contains, read from the store itself. Every call is bounded in time and
/// memory, and throws [IndexUnavailableException] when the store is unavailable.
public interface ProjectionInventory {

    /// The tenants of which the store contains anything.
    ///
    /// @param after the `next` of the page before; null for the first page
    InventoryTenants tenants(@Nullable String after, int limit);

    /// The stored versions of a tenant's memories.
    InventoryPage memories(InventoryQuery query);
}
