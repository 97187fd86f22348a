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

/// Remembers for which tenants writes succeed, and for which they do not although the store answers.
final class TenantHealth {

    private static final int REMEMBERED = 1000;

    private final Map<Tenant, Instant> lastWrites = bounded();
    private final Map<Tenant, Instant> troubled = bounded();
    private final Duration memory;
    private final Clock clock;

    /// @param memory how long a write proves that the store works
    TenantHealth(Duration memory, Clock clock) {
        this.memory = memory;
        this.clock = clock;
    }

    void wrote(Tenant tenant) {
        lastWrites.put(tenant, clock.instant());
        troubled.remove(tenant);
    }

    void troubled(Tenant tenant) {
        troubled.put(tenant, clock.instant());
    }

    /// Whether it is known to be in trouble, and others still are not.
    boolean isTroubled(Tenant tenant) {
        return troubled.containsKey(tenant) && othersWhoWroteSince(remembered(), Set.of(tenant)) > 0;
    }

    boolean wroteSince(Instant since, Tenant tenant) {
        var last = lastWrites.get(tenant);
        return last != null && !last.isBefore(since);
    }

    /// Whether a write of anybody's memories proves that the store has worked since then.
    boolean anybodyWroteSince(Instant since) {
        return othersWhoWroteSince(since, Set.of()) > 0;
    }

    /// How many others had memories written not long ago, and after each of these tenants had.
    long othersServedAfter(Set<Tenant> tenants) {
        var last = tenants.stream()
                .map(lastWrites::get)
                .filter(Objects::nonNull)
                .map(write -> write.plusNanos(1))
                .max(Comparator.naturalOrder());
        return othersWhoWroteSince(last.filter(remembered()::isBefore).orElseGet(this::remembered), tenants);
    }

    private Instant remembered() {
        return clock.instant().minus(memory);
    }

    /// How many others had memories written since then.
    private long othersWhoWroteSince(Instant since, Set<Tenant> tenants) {
        return lastWrites.entrySet().stream()
                .filter(write ->
                        !tenants.contains(write.getKey()) && !write.getValue().isBefore(since))
                .count();
    }

    /// Whether somebody else's memories were written after the last of them came into trouble.
    boolean othersWroteLast(Set<Tenant> tenants) {
        var lastTrouble = troubled.entrySet().stream()
                .filter(trouble -> !tenants.contains(trouble.getKey()))
                .map(Map.Entry::getValue)
                .max(Comparator.naturalOrder());
        return lastTrouble.isEmpty() || othersWhoWroteSince(lastTrouble.get().plusNanos(1), tenants) > 0;
    }

    void forget() {
        lastWrites.clear();
        troubled.clear();
    }

    private static Map<Tenant, Instant> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Tenant, Instant> eldest) {
                return size() > REMEMBERED;
            }
        };
    }
}
