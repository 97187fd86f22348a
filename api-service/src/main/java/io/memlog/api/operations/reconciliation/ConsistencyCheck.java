package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.reconciliation.SyncRecordRepository.CheckRun;
import io.memlog.schemas.memory.Tenant;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Compares one index with the log: first the tenants of the log, then those that only the index knows. A
/// discrepancy becomes a finding after it is confirmed.
@Component
final class ConsistencyCheck {

    /// Confirms these before the check continues.
    private static final int MAX_SUSPECTS = 5_000;

    private static final int TENANT_PAGE_SIZE = 100;

    private final LogInventoryRepository log;
    private final IndexInventory index;
    private final PageComparison pages;
    private final DiscrepancyConfirmation confirmation;
    private final SuspectedDiscrepancyRepository suspects;
    private final SyncRecordRepository records;
    private final Clock clock;

    ConsistencyCheck(
            LogInventoryRepository log,
            IndexInventory index,
            PageComparison pages,
            DiscrepancyConfirmation confirmation,
            SuspectedDiscrepancyRepository suspects,
            SyncRecordRepository records,
            Clock clock) {
        this.log = log;
        this.index = index;
        this.pages = pages;
        this.confirmation = confirmation;
        this.suspects = suspects;
        this.records = records;
        this.clock = clock;
    }

    /// Runs the next step.
    ///
    /// @param checkpoint null at the beginning
    StepResult<CheckCheckpoint> next(CheckTask task, @Nullable CheckCheckpoint checkpoint) {
        if (checkpoint == null) {
            return StepResult.to(CheckCheckpoint.start(clock.instant()))
                    .withEffects(() -> suspects.clear(task.run(), task.projection()));
        }
        if (checkpoint.confirming() != null) {
            return confirmation.next(task, checkpoint);
        }
        if (checkpoint.suspects() >= MAX_SUSPECTS) {
            return StepResult.to(checkpoint.confirming(clock.instant()));
        }
        if (checkpoint.memories() >= task.limit()) {
            return end(task, checkpoint);
        }
        if (checkpoint.current() != null) {
            return pages.next(task, checkpoint, checkpoint.current());
        }
        if (!checkpoint.unknownTenants().isEmpty()) {
            var rest = checkpoint
                    .unknownTenants()
                    .subList(1, checkpoint.unknownTenants().size());
            return StepResult.to(checkpoint
                    .withUnknownTenants(rest, checkpoint.after())
                    .startTenant(checkpoint.unknownTenants().getFirst(), null));
        }
        return switch (checkpoint.phase()) {
            case LOG_TENANTS -> nextLogTenant(task, checkpoint);
            case INDEX_TENANTS -> nextIndexTenants(task, checkpoint);
            case DONE -> end(task, checkpoint);
        };
    }

    private StepResult<CheckCheckpoint> nextLogTenant(CheckTask task, CheckCheckpoint checkpoint) {
        var one = task.scope().tenant();
        if (one.isPresent()) {
            return StepResult.to(checkpoint.inPhase(CheckCheckpoint.Phase.DONE).startTenant(one.get(), null));
        }
        var found = log.nextTenant(task.scope(), checkpoint.last());
        if (found.isEmpty()) {
            return StepResult.to(checkpoint.inPhase(
                    task.includesUnknownTenants() ? CheckCheckpoint.Phase.INDEX_TENANTS : CheckCheckpoint.Phase.DONE));
        }
        var tenant = found.get();
        return StepResult.to(start(task, checkpoint.afterTenant(tenant), tenant));
    }

    private CheckCheckpoint start(CheckTask task, CheckCheckpoint checkpoint, Tenant tenant) {
        return switch (task.mode()) {
            case ALL -> checkpoint.startTenant(tenant, null);
            case ALL_RECORDING -> checkpoint.startTenant(tenant, log.digest(tenant));
            case CHANGED_ONLY -> {
                var digest = log.digest(tenant);
                yield records.agrees(task.projection(), tenant, digest)
                        ? checkpoint
                        : checkpoint.startTenant(tenant, digest);
            }
        };
    }

    private StepResult<CheckCheckpoint> nextIndexTenants(CheckTask task, CheckCheckpoint checkpoint) {
        var page = index.tenants(task.projection(), checkpoint.after(), TENANT_PAGE_SIZE);
        var covered = page.tenants().stream().filter(task.scope()::covers).toList();
        var unknown = covered.isEmpty() ? List.<Tenant>of() : log.unknownTenants(covered);
        var next = checkpoint.withUnknownTenants(unknown, page.next());
        return StepResult.to(page.next() == null ? next.inPhase(CheckCheckpoint.Phase.DONE) : next);
    }

    private StepResult<CheckCheckpoint> end(CheckTask task, CheckCheckpoint checkpoint) {
        if (checkpoint.suspects() > 0) {
            return StepResult.to(checkpoint.confirming(clock.instant()));
        }
        var check = new CheckRun(checkpoint.startedAt(), clock.instant(), checkpoint.memories(), checkpoint.nanos());
        return StepResult.<CheckCheckpoint>finished().withEffects(() -> {
            if (task.isComplete()) {
                records.recordCheck(task.projection(), check);
            }
        });
    }
}
