package io.memlog.schemas.inventory;

import io.memlog.schemas.memory.Tenant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Some of the tenants of which a store holds anything, deleted memories included; each comes once in all
/// pages. Nothing may be left of a tenant that is named.
///
/// @param next where to go on, to be given back as it is; null at the end
public record InventoryTenants(
        List<Tenant> tenants, @Nullable String next) {

    /// No page has more.
    public static final int MOST = 1_000;

    public InventoryTenants {
        tenants = List.copyOf(tenants);
    }
}
