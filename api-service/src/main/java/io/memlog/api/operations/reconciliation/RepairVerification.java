package io.memlog.api.operations.reconciliation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.memlog.api.memory.projection.ProjectionStateRepository;
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

/// Looks at what is being repaired: what agrees is closed, what does not yet is treated, or waited for.
@Component
final class RepairVerification {

    private final LogInventoryRepository log;
    private final IndexInventory index;
    private final FindingRepository findings;
    private final ProjectionStateRepository states;
    private final SyncProperties properties;
    private final Clock clock;

    RepairVerification(
            LogInventoryRepository log,
            IndexInventory index,
            FindingRepository findings,
            ProjectionStateRepository states,
            SyncProperties properties,
            Clock clock) {
        this.log = log;
        this.index = index;
        this.findings = findings;
        this.states = states;
        this.properties = properties;
        this.clock = clock;
    }

    StepResult<RepairCheckpoint> look(UUID job, Projection projection, RepairCheckpoint place) {
        List<Item> agreeing = new ArrayList<>();
        List<Item> left = new ArrayList<>();
        place.batch().stream()
                .collect(groupingBy(item -> item.memory().tenant()))
                .forEach((tenant, items) -> sort(projection, tenant, items, agreeing, left));
        var now = clock.instant();
        var since = place.since();
        var inVain = since != null
                && agreeing.isEmpty()
                && left.stream().noneMatch(Item::due)
                && now.isAfter(since.plus(properties.repairWait()));
        var next = inVain ? place.over() : place.looked(left, agreeing.isEmpty() ? since : now);
        var repaired = agreeing.stream().filter(item -> item.remedy() != null).count();
        return StepResult.to(next)
                .settling(agreeing.size() + (inVain ? left.size() : 0))
                .adding(CheckSummary.mended(agreeing.size() - repaired, repaired, inVain ? left.size() : 0))
                .writing(() -> {
                    close(job, projection, agreeing);
                    treat(job, projection, left.stream().filter(Item::due).toList());
                });
    }

    private void sort(Projection projection, Tenant tenant, List<Item> items, List<Item> agreeing, List<Item> left) {
        var ids = items.stream().map(item -> item.memory().id()).toList();
        var held = index.of(projection, tenant, ids);
        var known = log.of(projection, tenant, ids);
        for (var item : items) {
            var memory = item.memory().id();
            var state = known.get(memory);
            var entry = held.get(memory);
            if (StateComparison.of(state, entry).isEmpty()) {
                agreeing.add(item);
            } else {
                var remedy = RepairAction.against(state, entry);
                left.add(remedy == item.remedy() ? item : new Item(item.memory(), remedy, true));
            }
        }
    }

    private void close(UUID job, Projection projection, List<Item> agreeing) {
        var now = clock.instant();
        byTenant(agreeing.stream().filter(item -> item.remedy() == null).toList())
                .forEach((tenant, memories) -> findings.gone(projection, tenant, memories, now));
        byTenant(agreeing.stream().filter(item -> item.remedy() != null).toList())
                .forEach((tenant, memories) -> findings.repaired(projection, tenant, memories, job, now));
    }

    /// The index is pending from here on as to what is sent again. What is erased may be another tenant's
    /// copy of a memory that the index holds rightly.
    private void treat(UUID job, Projection projection, List<Item> due) {
        var now = clock.instant();
        var sent = due.stream()
                .filter(item -> item.remedy() == RepairAction.SENT)
                .map(item -> item.memory().id())
                .sorted()
                .toList();
        if (!sent.isEmpty()) {
            states.pend(projection, sent, now);
        }
        for (var remedy : RepairAction.values()) {
            byTenant(due.stream().filter(item -> item.remedy() == remedy).toList())
                    .forEach((tenant, memories) -> findings.treated(projection, tenant, memories, remedy, job, now));
        }
    }

    private static Map<Tenant, List<MemoryId>> byTenant(List<Item> items) {
        return items.stream()
                .map(Item::memory)
                .collect(groupingBy(MemoryKey::tenant, mapping(MemoryKey::id, toList())));
    }
}
