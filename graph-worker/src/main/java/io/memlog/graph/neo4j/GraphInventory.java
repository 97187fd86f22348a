package io.memlog.graph.neo4j;

import io.memlog.schemas.inventory.InventoryPage;
import io.memlog.schemas.inventory.InventoryQuery;
import io.memlog.schemas.inventory.InventoryTenants;
import org.jspecify.annotations.Nullable;

/// What the store holds, read from the store itself. Every call is bounded in time and memory, and may
/// throw [io.memlog.consumer.IndexUnavailableException] when the store is away.
public interface GraphInventory {

    /// The tenants of which anything is held.
    ///
    /// @param after where the page before said to go on; null for the first
    InventoryTenants tenants(@Nullable String after, int limit);

    /// What is held of a tenant's memories.
    InventoryPage memories(InventoryQuery query);
}
