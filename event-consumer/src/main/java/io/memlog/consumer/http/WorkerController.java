package io.memlog.consumer.http;

import io.memlog.consumer.ConsumerStatus;
import io.memlog.consumer.Pause;
import io.memlog.consumer.ProjectionInventory;
import io.memlog.schemas.inventory.InventoryPage;
import io.memlog.schemas.inventory.InventoryQuery;
import io.memlog.schemas.inventory.InventoryTenants;
import io.memlog.schemas.status.WorkerStatus;
import io.memlog.schemas.topic.Projection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Serves the status of this worker, and the inventory of its store for the consistency check.
@RestController
@RequestMapping("/internal")
final class WorkerController {

    private static final WorkerStatus.Consumer STOPPED =
            new WorkerStatus.Consumer(ConsumerStatus.STOPPED, null, null, null);

    private final Projection projection;
    private final Optional<ConsumerStatus> consumer;
    private final StoreHealth store;
    private final ProjectionInventory inventory;

    /// @param consumer absent in a worker that only searches
    WorkerController(
            Projection projection,
            Optional<ConsumerStatus> consumer,
            StoreHealth store,
            ProjectionInventory inventory) {
        this.projection = projection;
        this.consumer = consumer;
        this.store = store;
        this.inventory = inventory;
    }

    @GetMapping("/status")
    WorkerStatus status() {
        var failure = store.failureReason();
        return new WorkerStatus(
                projection,
                consumer.filter(ConsumerStatus::isRunning)
                        .map(WorkerController::view)
                        .orElse(STOPPED),
                new WorkerStatus.Store(store.name(), failure.isEmpty() ? "up" : "down", failure.orElse(null)));
    }

    private static WorkerStatus.Consumer view(ConsumerStatus consumer) {
        var pause = consumer.pause();
        var lag = consumer.lag();
        return new WorkerStatus.Consumer(
                consumer.state(),
                lag.isPresent() ? lag.getAsLong() : null,
                pause.map(Pause::reason).orElse(null),
                pause.map(Pause::since).orElse(null));
    }

    @GetMapping("/inventory/tenants")
    InventoryTenants tenants(
            @RequestParam(required = false) @Nullable String after, @RequestParam(defaultValue = "1000") int limit) {
        return inventory.tenants(after, Math.clamp(limit, 1, InventoryTenants.MAX_TENANTS));
    }

    @PostMapping("/inventory")
    InventoryPage memories(@RequestBody InventoryQuery query) {
        return inventory.memories(query);
    }
}
