package io.memlog.embedding.chroma;

import io.memlog.schemas.inventory.InventoryTenants;
import io.memlog.schemas.memory.Tenant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Collects one page of tenants in the order of their collection names.
final class TenantPage {

    private final @Nullable String after;
    private final int limit;
    private final NavigableMap<String, Tenant> tenants = new TreeMap<>();

    TenantPage(@Nullable String after, int limit) {
        this.after = after;
        this.limit = limit;
    }

    void add(Tenant tenant) {
        var name = CollectionSpec.nameOf(tenant);
        if (after == null || name.compareTo(after) > 0) {
            tenants.put(name, tenant);
            if (tenants.size() > limit + 1) {
                tenants.pollLastEntry();
            }
        }
    }

    TenantPage with(TenantPage others) {
        others.tenants.values().forEach(this::add);
        return this;
    }

    InventoryTenants page() {
        if (tenants.size() <= limit) {
            return new InventoryTenants(List.copyOf(tenants.values()), null);
        }
        tenants.pollLastEntry();
        return new InventoryTenants(List.copyOf(tenants.values()), tenants.lastKey());
    }
}
