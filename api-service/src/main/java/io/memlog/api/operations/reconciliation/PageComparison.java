package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.reconciliation.LogInventoryRepository.TenantDigest;
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
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// Compares a page of one tenant's memories in the log with all memories of the index in the same range. The last
/// page has no upper bound, so memories above the last one of the log are found.
@Component
final class PageComparison {

    private final LogInventoryRepository log;
    private final IndexInventory index;
    private final SuspectedDiscrepancyRepository suspects;
    private final FindingRepository findings;
    private final SyncRecordRepository records;
    private final SyncMeters meters;
    private final SyncProperties properties;
    private final int pageSize;
    private final Clock clock;

    PageComparison(
            LogInventoryRepository log,
            IndexInventory index,
            SuspectedDiscrepancyRepository suspects,
            FindingRepository findings,
            SyncRecordRepository records,
            SyncMeters meters,
            SyncProperties properties,
            @Value("${memlog.sync.page-size:1000}") int pageSize,
            Clock clock) {
        this.log = log;
        this.index = index;
        this.suspects = suspects;
        this.findings = findings;
        this.records = records;
        this.meters = meters;
        this.properties = properties;
        this.pageSize = pageSize;
        this.clock = clock;
    }

    StepResult<CheckCheckpoint> next(CheckTask task, CheckCheckpoint checkpoint, Tenant tenant) {
        var begun = System.nanoTime();
        var projection = task.projection();
        var size = (int) Math.min(pageSize, task.limit() - checkpoint.memories());
        var page = log.page(projection, tenant, checkpoint.above(), size);
        var last = page.ids().size() < size ? null : page.ids().getLast().value();
        var listed = index.between(projection, tenant, checkpoint.above(), last);
        var end = listed.complete()
                ? last
                : Long.valueOf(listed.entries().getLast().memory().value());
        var indexed = new HashMap<MemoryId, InventoryEntry>();
        listed.entries().forEach(entry -> indexed.put(entry.memory(), entry));
        var ids = upTo(end, page.ids());
        var comparison = compare(tenant, ids, page.states(), indexed);
        var took = System.nanoTime() - begun;
        var clean = checkpoint.clean() && comparison.different.isEmpty();
        meters.compared(projection, ids.size(), took);
        return StepResult.to(checkpoint.compared(ids.size(), took, comparison.suspects.size(), clean, end))
                .withSummary(CheckSummary.checked(ids.size(), comparison.different.size() - comparison.suspects.size()))
                .withDone(ids.size())
                .withEffects(() -> {
                    var now = clock.instant();
                    suspects.add(task.run(), projection, comparison.suspects);
                    findings.resolveRangeExcept(projection, tenant, checkpoint.above(), end, comparison.different, now);
                    if (end == null) {
                        recordResult(task, tenant, checkpoint.digest(), clean, now);
                    }
                });
    }

    /// @param different all memories that differ, those in flight included
    private record Comparison(List<SuspectedDiscrepancy> suspects, List<MemoryId> different) {}

    private Comparison compare(
            Tenant tenant, List<MemoryId> ids, Map<MemoryId, LogState> states, Map<MemoryId, InventoryEntry> indexed) {
        var now = clock.instant();
        var unchangedSince = now.minus(properties.gracePeriod());
        var all = new TreeSet<>(ids);
        all.addAll(indexed.keySet());
        List<SuspectedDiscrepancy> suspected = new ArrayList<>();
        List<MemoryId> different = new ArrayList<>();
        for (var memory : all) {
            var state = states.get(memory);
            if (StateComparison.of(state, indexed.get(memory)).isPresent()) {
                different.add(memory);
                if (state == null || !state.isInFlight(unchangedSince)) {
                    suspected.add(suspect(tenant, memory, state, now));
                }
            }
        }
        return new Comparison(suspected, different);
    }

    private static SuspectedDiscrepancy suspect(Tenant tenant, MemoryId memory, @Nullable LogState state, Instant now) {
        return state == null
                ? new SuspectedDiscrepancy(memory, tenant, null, true, now)
                : new SuspectedDiscrepancy(memory, tenant, state.version(), state.acknowledged(), now);
    }

    private void recordResult(
            CheckTask task, Tenant tenant, @Nullable TenantDigest digest, boolean clean, Instant now) {
        if (digest != null && clean) {
            records.recordAgreement(task.projection(), tenant, digest, now);
        } else if (!clean) {
            records.deleteAgreement(task.projection(), tenant);
        }
    }

    private static List<MemoryId> upTo(@Nullable Long end, List<MemoryId> ids) {
        return end == null
                ? ids
                : ids.stream().filter(memory -> memory.value() <= end).toList();
    }
}
