package io.memlog.api.memory.workers;

import io.memlog.schemas.inventory.InventoryPage;
import io.memlog.schemas.inventory.InventoryQuery;
import io.memlog.schemas.inventory.InventoryTenants;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/// Which memories a worker's store holds.
@HttpExchange("/internal/inventory")
public interface InventoryClient {

    @GetExchange("/tenants")
    InventoryTenants tenants(@RequestParam(required = false) @Nullable String after, @RequestParam int limit);

    @PostExchange
    InventoryPage memories(@RequestBody InventoryQuery query);
}
