package io.memlog.schemas.inventory;

import io.memlog.schemas.memory.Tenant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of the tenants with memories in a store, deleted ones included. Each tenant is on one page only; it
/// may have no memories any more.
///
/// @param next the cursor of the next page; null at the end
public record InventoryTenants(
        List<Tenant> tenants, @Nullable String next) {

    /// The maximum number of tenants of a page.
    public static final int MAX_TENANTS = 1_000;

    public InventoryTenants {
        tenants = List.copyOf(tenants);
    }
}
