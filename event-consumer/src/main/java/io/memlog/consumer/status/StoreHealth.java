package io.memlog.consumer.status;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/// Shows whether the store can be written and read. Without it the worker waits and is well again by
/// itself, so it is degraded and not down.
public final class StoreHealth implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final StoreStatus store;
    private final String address;

    /// @param address where the store is, for people
    public StoreHealth(StoreStatus store, String address) {
        this.store = store;
        this.address = address;
    }

    @Override
    public Health health() {
        var health = Health.up().withDetail("url", address);
        store.failureReason().ifPresent(reason -> health.status(DEGRADED).withDetail("reason", reason));
        return health.build();
    }
}
