package io.memlog.consumer.http;

import io.memlog.consumer.ProjectionInventory;
import io.memlog.schemas.inventory.InventoryPage;
import io.memlog.schemas.inventory.InventoryQuery;
import io.memlog.schemas.inventory.InventoryTenants;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Serves the inventory to the consistency check of api-service.
@RestController
@RequestMapping("/internal/inventory")
final class InventoryController {

    private final ProjectionInventory inventory;

    InventoryController(ProjectionInventory inventory) {
        this.inventory = inventory;
    }

    @GetMapping("/tenants")
    InventoryTenants tenants(
            @RequestParam(required = false) @Nullable String after, @RequestParam(defaultValue = "1000") int limit) {
        return inventory.tenants(after, Math.clamp(limit, 1, InventoryTenants.MAX_TENANTS));
    }

    @PostMapping
    InventoryPage memories(@RequestBody InventoryQuery query) {
        return inventory.memories(query);
    }
}
