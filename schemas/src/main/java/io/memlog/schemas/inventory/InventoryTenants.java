package io.memlog.schemas.inventory;

import io.memlog.schemas.memory.Tenant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of the tenants of which a store contains anything, deleted memories included. Each tenant is on one
/// page only; its memories may have been purged meanwhile.
///
/// @param next the `after` of the next page; null on the last page
public record InventoryTenants(
        List<Tenant> tenants, @Nullable String next) {

    public static final int MAX_TENANTS = 1_000;

    public InventoryTenants {
        tenants = List.copyOf(tenants);
    }
}
