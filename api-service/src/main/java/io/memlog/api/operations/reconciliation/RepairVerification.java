package io.memlog.api.operations.reconciliation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.memlog.api.memory.projection.ProjectionStates;
import io.memlog.api.operations.reconciliation.RepairCheckpoint.Item;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Verifies the findings of a repair: closes those that agree, plans an action for others, or waits for it.
@Component
final class RepairVerification {

    private final LogInventoryRepository log;
    private final IndexInventory index;
    private final FindingRepository findings;
    private final ProjectionStates states;
    private final SyncProperties properties;
    private final Clock clock;

    RepairVerification(
            LogInventoryRepository log,
            IndexInventory index,
            FindingRepository findings,
            ProjectionStates states,
            SyncProperties properties,
            Clock clock) {
        this.log = log;
        this.index = index;
        this.findings = findings;
        this.states = states;
        this.properties = properties;
        this.clock = clock;
    }

    StepResult<RepairCheckpoint> verify(UUID job, Projection projection, RepairCheckpoint checkpoint) {
        List<Item> resolved = new ArrayList<>();
        List<Item> left = new ArrayList<>();
        checkpoint.batch().stream()
                .collect(groupingBy(item -> item.memory().tenant()))
                .forEach((tenant, items) -> classify(projection, tenant, items, resolved, left));
        var now = clock.instant();
        var since = checkpoint.since();
        var hasTimedOut = since != null
                && resolved.isEmpty()
                && left.stream().noneMatch(Item::due)
                && now.isAfter(since.plus(properties.repairTimeout()));
        var next = hasTimedOut ? checkpoint.finished() : checkpoint.verified(left, resolved.isEmpty() ? since : now);
        var repaired = resolved.stream().filter(item -> item.action() != null).count();
        return StepResult.to(next)
                .withDone(resolved.size() + (hasTimedOut ? left.size() : 0))
                .withSummary(CheckSummary.repaired(resolved.size() - repaired, repaired, hasTimedOut ? left.size() : 0))
                .withEffects(() -> {
                    close(job, projection, resolved);
                    recordActions(
                            job, projection, left.stream().filter(Item::due).toList());
                });
    }

    private void classify(
            Projection projection, Tenant tenant, List<Item> items, List<Item> resolved, List<Item> left) {
        var ids = items.stream().map(item -> item.memory().id()).toList();
        var indexed = index.entries(projection, tenant, ids);
        var known = log.states(projection, tenant, ids);
        for (var item : items) {
            var memory = item.memory().id();
            var state = known.get(memory);
            var entry = indexed.get(memory);
            if (StateComparison.of(state, entry).isEmpty()) {
                resolved.add(item);
            } else {
                var next = new Item(
                        item.memory(), RepairAction.of(state), RepairAction.purgedVersion(state, entry), item.due());
                left.add(next.equals(item) ? item : new Item(next.memory(), next.action(), next.purge(), true));
            }
        }
    }

    private void close(UUID job, Projection projection, List<Item> resolved) {
        var now = clock.instant();
        byTenant(resolved.stream().filter(item -> item.action() == null).toList())
                .forEach((tenant, memories) -> findings.resolve(projection, tenant, memories, now));
        byTenant(resolved.stream().filter(item -> item.action() != null).toList())
                .forEach((tenant, memories) -> findings.closeRepaired(projection, tenant, memories, job, now));
    }

    /// Marks memories that are resent as pending. What is purged is unknown to the log or another tenant's.
    private void recordActions(UUID job, Projection projection, List<Item> due) {
        var now = clock.instant();
        var sent = due.stream()
                .filter(item -> item.action() == RepairAction.RESEND)
                .map(item -> item.memory().id())
                .sorted()
                .toList();
        if (!sent.isEmpty()) {
            states.markPending(projection, sent, now);
        }
        for (var action : RepairAction.values()) {
            byTenant(due.stream().filter(item -> item.action() == action).toList())
                    .forEach((tenant, memories) ->
                            findings.recordRepair(projection, tenant, memories, action, job, now));
        }
    }

    private static Map<Tenant, List<MemoryId>> byTenant(List<Item> items) {
        return items.stream()
                .map(Item::memory)
                .collect(groupingBy(MemoryKey::tenant, mapping(MemoryKey::id, toList())));
    }
}
