package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.inventory.InventoryEntry;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Looks at suspects again, first in the index and then in the log: whatever the index holds by then, the
/// log knows by now. A change that its consumer has not reported counts only once everything that was in the
/// consumer's queue is settled.
@Component
final class DiscrepancyConfirmation {

    private static final int AT_ONCE = 500;
    private static final Duration UNTIL_NEXT = Duration.ofMillis(200);

    private final LogInventoryRepository log;
    private final IndexInventory index;
    private final SuspectedDiscrepancyRepository suspects;
    private final FindingRepository findings;
    private final ConsumerLag queues;
    private final SyncProperties properties;
    private final Clock clock;

    DiscrepancyConfirmation(
            LogInventoryRepository log,
            IndexInventory index,
            SuspectedDiscrepancyRepository suspects,
            FindingRepository findings,
            ConsumerLag queues,
            SyncProperties properties,
            Clock clock) {
        this.log = log;
        this.index = index;
        this.suspects = suspects;
        this.findings = findings;
        this.queues = queues;
        this.properties = properties;
        this.clock = clock;
    }

    StepResult<CheckCheckpoint> next(CheckTask task, CheckCheckpoint place) {
        var batch = suspects.next(task.run(), task.projection(), AT_ONCE);
        if (batch.isEmpty()) {
            return StepResult.to(place.confirmed());
        }
        var now = clock.instant();
        var newest = batch.stream()
                .map(SuspectedDiscrepancy::seenAt)
                .max(Instant::compareTo)
                .orElseThrow();
        if (newest.plus(properties.secondLook()).isAfter(now)) {
            return StepResult.to(place).thenWaiting(UNTIL_NEXT);
        }
        var ends = place.ends();
        if (ends == null && batch.stream().anyMatch(suspect -> !suspect.settled())) {
            ends = queues.ends(task.projection());
        }
        return look(task, place, ends, batch, now);
    }

    private StepResult<CheckCheckpoint> look(
            CheckTask task,
            CheckCheckpoint place,
            @Nullable Map<String, Long> ends,
            List<SuspectedDiscrepancy> batch,
            Instant now) {
        var begun = System.nanoTime();
        var projection = task.projection();
        var tenant = batch.getFirst().tenant();
        var handled = ends != null && queues.waiting(projection, ends) == 0;
        var ids = batch.stream().map(SuspectedDiscrepancy::memory).toList();
        var held = index.of(projection, tenant, ids);
        var states = log.of(projection, tenant, ids);
        var since = Objects.requireNonNull(place.confirming());
        var lastChance = now.isAfter(since.plus(properties.patience()));
        var verdicts = new Verdicts();
        batch.forEach(suspect -> verdicts.judge(suspect, states, held, handled, lastChance));
        var next = place.confirming(since, ends, System.nanoTime() - begun);
        return StepResult.to(next)
                .adding(verdicts.tally())
                .writing(() -> verdicts.write(task, tenant))
                .thenWaiting(verdicts.undecided.isEmpty() ? Duration.ZERO : UNTIL_NEXT);
    }

    /// What the second look says of each.
    private final class Verdicts {

        private final Map<MemoryId, Discrepancy> found = new TreeMap<>();
        private final List<MemoryId> agreeing = new ArrayList<>();
        private final List<MemoryId> moving = new ArrayList<>();
        private final List<MemoryId> undecided = new ArrayList<>();

        void judge(
                SuspectedDiscrepancy suspect,
                Map<MemoryId, LogState> states,
                Map<MemoryId, InventoryEntry> held,
                boolean handled,
                boolean lastChance) {
            var memory = suspect.memory();
            var state = states.get(memory);
            var difference = StateComparison.of(state, held.get(memory));
            if (difference.isEmpty()) {
                agreeing.add(memory);
            } else if (hasMoved(suspect, state)) {
                moving.add(memory);
            } else if (suspect.settled() || handled) {
                found.put(memory, difference.get());
            } else {
                (lastChance ? moving : undecided).add(memory);
            }
        }

        private boolean hasMoved(SuspectedDiscrepancy suspect, @Nullable LogState state) {
            if (state == null) {
                return suspect.logVersion() != null;
            }
            return suspect.logVersion() == null
                    || state.version() != suspect.logVersion()
                    || (suspect.settled() && !state.settled())
                    || state.isRestless(suspect.seenAt());
        }

        CheckSummary tally() {
            return found.values().stream()
                    .map(one -> CheckSummary.found(one.kind()))
                    .reduce(CheckSummary.inFlight(moving.size()), CheckSummary::plus);
        }

        void write(CheckTask task, Tenant tenant) {
            var now = clock.instant();
            var projection = task.projection();
            findings.found(projection, tenant, found, now);
            findings.gone(projection, tenant, agreeing, now);
            var decided = new ArrayList<>(found.keySet());
            decided.addAll(agreeing);
            decided.addAll(moving);
            suspects.drop(task.run(), projection, tenant, decided);
            suspects.postpone(task.run(), projection, tenant, undecided);
        }
    }
}
