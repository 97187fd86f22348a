package io.memlog.consumer.status;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/// Health of the store. An unavailable store is degraded and not down, because the worker resumes by itself.
public final class StoreHealth implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final StoreStatus store;
    private final String address;

    /// @param address shown to operators
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
