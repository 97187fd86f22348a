package io.memlog.embedding.inventory;

import io.memlog.embedding.vectors.VectorInventory;
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

/// Answers api-service; not meant for anybody else.
@RestController
@RequestMapping("/internal/inventory")
class InventoryController {

    private final VectorInventory inventory;

    InventoryController(VectorInventory inventory) {
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
