package io.memlog.consumer.processing;

import io.memlog.schemas.memory.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Remembers the last successful write of each tenant, and the tenants whose writes fail although the probe
/// passes.
final class TenantHealth {

    private static final int MAX_TENANTS = 1000;

    private final Map<Tenant, Instant> lastWrites = bounded();
    private final Map<Tenant, Instant> unhealthy = bounded();
    private final Duration validity;
    private final Clock clock;

    /// @param validity how long a write is evidence that the store works
    TenantHealth(Duration validity, Clock clock) {
        this.validity = validity;
        this.clock = clock;
    }

    void recordWrite(Tenant tenant) {
        lastWrites.put(tenant, clock.instant());
        unhealthy.remove(tenant);
    }

    void markUnhealthy(Tenant tenant) {
        unhealthy.put(tenant, clock.instant());
    }

    /// Whether the tenant is marked, and another tenant was written recently.
    boolean isUnhealthy(Tenant tenant) {
        return unhealthy.containsKey(tenant) && countOthersWrittenSince(validFrom(), Set.of(tenant)) > 0;
    }

    boolean hasWrittenSince(Instant since, Tenant tenant) {
        var last = lastWrites.get(tenant);
        return last != null && !last.isBefore(since);
    }

    boolean anyWriteSince(Instant since) {
        return countOthersWrittenSince(since, Set.of()) > 0;
    }

    /// How many other tenants were written recently, and after the last write of each of these.
    long countOthersWrittenAfter(Set<Tenant> tenants) {
        var last = tenants.stream()
                .map(lastWrites::get)
                .filter(Objects::nonNull)
                .map(write -> write.plusNanos(1))
                .max(Comparator.naturalOrder());
        return countOthersWrittenSince(last.filter(validFrom()::isBefore).orElseGet(this::validFrom), tenants);
    }

    /// Whether another tenant was written after the last of the other tenants became unhealthy.
    boolean othersWroteAfterLastFailure(Set<Tenant> tenants) {
        var lastFailure = unhealthy.entrySet().stream()
                .filter(failure -> !tenants.contains(failure.getKey()))
                .map(Map.Entry::getValue)
                .max(Comparator.naturalOrder());
        return lastFailure.isEmpty()
                || countOthersWrittenSince(lastFailure.get().plusNanos(1), tenants) > 0;
    }

    private Instant validFrom() {
        return clock.instant().minus(validity);
    }

    private long countOthersWrittenSince(Instant since, Set<Tenant> tenants) {
        return lastWrites.entrySet().stream()
                .filter(write ->
                        !tenants.contains(write.getKey()) && !write.getValue().isBefore(since))
                .count();
    }

    void clear() {
        lastWrites.clear();
        unhealthy.clear();
    }

    private static Map<Tenant, Instant> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Tenant, Instant> eldest) {
                return size() > MAX_TENANTS;
            }
        };
    }
}
