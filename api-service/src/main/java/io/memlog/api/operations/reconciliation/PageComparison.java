package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.inventory.InventoryEntry;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Compares some memories of one tenant: those of a page of the log, and whatever the index has between
/// them. The last page has no end, so that what lies above the log is seen.
@Component
final class PageComparison {

    private final LogInventoryRepository log;
    private final IndexInventory index;
    private final SuspectedDiscrepancyRepository suspects;
    private final FindingRepository findings;
    private final SyncRecordRepository records;
    private final SyncMeters meters;
    private final SyncProperties properties;
    private final Clock clock;

    PageComparison(
            LogInventoryRepository log,
            IndexInventory index,
            SuspectedDiscrepancyRepository suspects,
            FindingRepository findings,
            SyncRecordRepository records,
            SyncMeters meters,
            SyncProperties properties,
            Clock clock) {
        this.log = log;
        this.index = index;
        this.suspects = suspects;
        this.findings = findings;
        this.records = records;
        this.meters = meters;
        this.properties = properties;
        this.clock = clock;
    }

    StepResult<CheckCheckpoint> next(CheckTask task, CheckCheckpoint place, Tenant tenant) {
        var begun = System.nanoTime();
        var projection = task.projection();
        var size = (int) Math.min(properties.page(), task.limit() - place.memories());
        var page = log.page(projection, tenant, place.above(), size);
        var last = page.ids().size() < size ? null : page.ids().getLast().value();
        var answer = index.between(projection, tenant, place.above(), last);
        var end = answer.complete()
                ? last
                : Long.valueOf(answer.entries().getLast().memory().value());
        var held = new HashMap<MemoryId, InventoryEntry>();
        answer.entries().forEach(entry -> held.put(entry.memory(), entry));
        var ids = upTo(end, page.ids());
        var look = look(tenant, ids, page.states(), held);
        var took = System.nanoTime() - begun;
        var clean = place.clean() && look.different.isEmpty();
        meters.compared(projection, ids.size(), took);
        return StepResult.to(place.compared(ids.size(), took, look.suspects.size(), clean, end))
                .adding(CheckSummary.checked(ids.size(), look.different.size() - look.suspects.size()))
                .settling(ids.size())
                .writing(() -> {
                    var now = clock.instant();
                    suspects.add(task.run(), projection, look.suspects);
                    findings.goneBetween(projection, tenant, place.above(), end, look.different, now);
                    if (end == null) {
                        remember(task, tenant, place.digest(), clean, now);
                    }
                });
    }

    /// @param different memories that differ, be it that a change is on its way
    private record Look(List<SuspectedDiscrepancy> suspects, List<MemoryId> different) {}

    private Look look(
            Tenant tenant, List<MemoryId> ids, Map<MemoryId, LogState> states, Map<MemoryId, InventoryEntry> held) {
        var now = clock.instant();
        var quietSince = now.minus(properties.grace());
        var all = new TreeSet<>(ids);
        all.addAll(held.keySet());
        List<SuspectedDiscrepancy> suspected = new ArrayList<>();
        List<MemoryId> different = new ArrayList<>();
        for (var memory : all) {
            var state = states.get(memory);
            if (StateComparison.of(state, held.get(memory)).isPresent()) {
                different.add(memory);
                if (state == null || !state.isRestless(quietSince)) {
                    suspected.add(suspect(tenant, memory, state, now));
                }
            }
        }
        return new Look(suspected, different);
    }

    private static SuspectedDiscrepancy suspect(Tenant tenant, MemoryId memory, @Nullable LogState state, Instant now) {
        return state == null
                ? new SuspectedDiscrepancy(memory, tenant, null, true, now)
                : new SuspectedDiscrepancy(memory, tenant, state.version(), state.settled(), now);
    }

    private void remember(CheckTask task, Tenant tenant, @Nullable TenantDigest digest, boolean clean, Instant now) {
        if (digest != null && clean) {
            records.agreed(task.projection(), tenant, digest, now);
        } else if (!clean) {
            records.disagreed(task.projection(), tenant);
        }
    }

    private static List<MemoryId> upTo(@Nullable Long end, List<MemoryId> ids) {
        return end == null
                ? ids
                : ids.stream().filter(memory -> memory.value() <= end).toList();
    }
}
