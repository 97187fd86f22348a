package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.reconciliation.Finding.Discrepancy;
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

/// Confirms suspected discrepancies: reads the index first and the log second, so that the log knows any version
/// that the index holds. A change that its consumer has not acknowledged counts only after the consumer has
/// processed everything that was in its topics.
@Component
final class DiscrepancyConfirmation {

    private static final int BATCH_SIZE = 500;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private final LogInventoryRepository log;
    private final IndexInventory index;
    private final SuspectedDiscrepancyRepository suspects;
    private final FindingRepository findings;
    private final ConsumerLag lag;
    private final SyncProperties properties;
    private final Clock clock;

    DiscrepancyConfirmation(
            LogInventoryRepository log,
            IndexInventory index,
            SuspectedDiscrepancyRepository suspects,
            FindingRepository findings,
            ConsumerLag lag,
            SyncProperties properties,
            Clock clock) {
        this.log = log;
        this.index = index;
        this.suspects = suspects;
        this.findings = findings;
        this.lag = lag;
        this.properties = properties;
        this.clock = clock;
    }

    StepResult<CheckCheckpoint> next(CheckTask task, CheckCheckpoint checkpoint) {
        var batch = suspects.next(task.run(), task.projection(), BATCH_SIZE);
        if (batch.isEmpty()) {
            return StepResult.to(checkpoint.confirmed());
        }
        var now = clock.instant();
        var newest = batch.stream()
                .map(SuspectedDiscrepancy::seenAt)
                .max(Instant::compareTo)
                .orElseThrow();
        if (newest.plus(properties.confirmAfter()).isAfter(now)) {
            return StepResult.to(checkpoint).withPause(POLL_INTERVAL);
        }
        var endOffsets = checkpoint.ends();
        if (endOffsets == null && batch.stream().anyMatch(suspect -> !suspect.acknowledged())) {
            endOffsets = lag.endOffsets(task.projection());
        }
        return confirm(task, checkpoint, endOffsets, batch, now);
    }

    private StepResult<CheckCheckpoint> confirm(
            CheckTask task,
            CheckCheckpoint checkpoint,
            @Nullable Map<String, Long> endOffsets,
            List<SuspectedDiscrepancy> batch,
            Instant now) {
        var begun = System.nanoTime();
        var projection = task.projection();
        var tenant = batch.getFirst().tenant();
        var isCaughtUp = endOffsets != null && lag.lagBefore(projection, endOffsets) == 0;
        var ids = batch.stream().map(SuspectedDiscrepancy::memory).toList();
        var indexed = index.entries(projection, tenant, ids);
        var states = log.states(projection, tenant, ids);
        var since = Objects.requireNonNull(checkpoint.confirming());
        var timedOut = now.isAfter(since.plus(properties.timeout()));
        var results = new Results();
        batch.forEach(suspect -> results.classify(suspect, states, indexed, isCaughtUp, timedOut));
        var next = checkpoint.confirming(since, endOffsets, System.nanoTime() - begun);
        return StepResult.to(next)
                .withSummary(results.summary())
                .withEffects(() -> results.write(task, tenant))
                .withPause(results.undecided.isEmpty() ? Duration.ZERO : POLL_INTERVAL);
    }

    private final class Results {

        private final Map<MemoryId, Discrepancy> found = new TreeMap<>();
        private final List<MemoryId> resolved = new ArrayList<>();
        private final List<MemoryId> inFlight = new ArrayList<>();
        private final List<MemoryId> undecided = new ArrayList<>();

        void classify(
                SuspectedDiscrepancy suspect,
                Map<MemoryId, LogState> states,
                Map<MemoryId, InventoryEntry> indexed,
                boolean isCaughtUp,
                boolean timedOut) {
            var memory = suspect.memory();
            var state = states.get(memory);
            var discrepancy = StateComparison.of(state, indexed.get(memory));
            if (discrepancy.isEmpty()) {
                resolved.add(memory);
            } else if (hasMoved(suspect, state)) {
                inFlight.add(memory);
            } else if (suspect.acknowledged() || isCaughtUp) {
                found.put(memory, discrepancy.get());
            } else {
                (timedOut ? inFlight : undecided).add(memory);
            }
        }

        private boolean hasMoved(SuspectedDiscrepancy suspect, @Nullable LogState state) {
            if (state == null) {
                return suspect.logVersion() != null;
            }
            return suspect.logVersion() == null
                    || state.version() != suspect.logVersion()
                    || (suspect.acknowledged() && !state.acknowledged())
                    || state.isInFlight(suspect.seenAt());
        }

        CheckSummary summary() {
            return found.values().stream()
                    .map(one -> CheckSummary.found(one.kind()))
                    .reduce(CheckSummary.inFlight(inFlight.size()), CheckSummary::plus);
        }

        void write(CheckTask task, Tenant tenant) {
            var now = clock.instant();
            var projection = task.projection();
            findings.record(projection, tenant, found, now);
            findings.resolve(projection, tenant, resolved, now);
            var decided = new ArrayList<>(found.keySet());
            decided.addAll(resolved);
            decided.addAll(inFlight);
            suspects.delete(task.run(), projection, tenant, decided);
            suspects.requeue(task.run(), projection, tenant, undecided);
        }
    }
}
