package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.reconciliation.CheckCheckpoint.Phase;
import io.memlog.schemas.memory.Tenant;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Compares one index with the log: tenant by tenant of the log, then those that only the index knows. What
/// differs is looked at a second time before it is a finding.
@Component
final class ConsistencyCheck {

    /// More than these wait for no end.
    private static final int MOST_SUSPECTS = 5_000;

    private static final int TENANTS_AT_ONCE = 100;

    private final LogInventoryRepository log;
    private final IndexInventory index;
    private final PageComparison pages;
    private final DiscrepancyConfirmation secondLook;
    private final SuspectedDiscrepancyRepository suspects;
    private final SyncRecordRepository records;
    private final Clock clock;

    ConsistencyCheck(
            LogInventoryRepository log,
            IndexInventory index,
            PageComparison pages,
            DiscrepancyConfirmation secondLook,
            SuspectedDiscrepancyRepository suspects,
            SyncRecordRepository records,
            Clock clock) {
        this.log = log;
        this.index = index;
        this.pages = pages;
        this.secondLook = secondLook;
        this.suspects = suspects;
        this.records = records;
        this.clock = clock;
    }

    /// Takes the next step.
    ///
    /// @param place null at the beginning
    StepResult<CheckCheckpoint> next(CheckTask task, @Nullable CheckCheckpoint place) {
        if (place == null) {
            return StepResult.to(CheckCheckpoint.start(clock.instant()))
                    .writing(() -> suspects.clear(task.run(), task.projection()));
        }
        if (place.confirming() != null) {
            return secondLook.next(task, place);
        }
        if (place.suspects() >= MOST_SUSPECTS) {
            return StepResult.to(place.confirming(clock.instant()));
        }
        if (place.memories() >= task.limit()) {
            return end(task, place);
        }
        if (place.current() != null) {
            return pages.next(task, place, place.current());
        }
        if (!place.strangers().isEmpty()) {
            var rest = place.strangers().subList(1, place.strangers().size());
            return StepResult.to(
                    place.with(rest, place.after()).at(place.strangers().getFirst(), null));
        }
        return switch (place.phase()) {
            case OF_THE_LOG -> nextOfTheLog(task, place);
            case OF_THE_INDEX -> nextOfTheIndex(task, place);
            case NO_MORE -> end(task, place);
        };
    }

    private StepResult<CheckCheckpoint> nextOfTheLog(CheckTask task, CheckCheckpoint place) {
        var one = task.scope().tenant();
        if (one.isPresent()) {
            return StepResult.to(place.in(Phase.NO_MORE).at(one.get(), null));
        }
        var found = log.nextTenant(task.scope(), place.last());
        if (found.isEmpty()) {
            return StepResult.to(place.in(task.wholeIndex() ? Phase.OF_THE_INDEX : Phase.NO_MORE));
        }
        var tenant = found.get();
        return StepResult.to(begun(task, place.behind(tenant), tenant));
    }

    private CheckCheckpoint begun(CheckTask task, CheckCheckpoint place, Tenant tenant) {
        return switch (task.gate()) {
            case OPEN -> place.at(tenant, null);
            case REMEMBERING -> place.at(tenant, log.digest(tenant));
            case CHANGED_ONLY -> {
                var digest = log.digest(tenant);
                yield records.agrees(task.projection(), tenant, digest) ? place : place.at(tenant, digest);
            }
        };
    }

    private StepResult<CheckCheckpoint> nextOfTheIndex(CheckTask task, CheckCheckpoint place) {
        var page = index.tenants(task.projection(), place.after(), TENANTS_AT_ONCE);
        var covered = page.tenants().stream().filter(task.scope()::covers).toList();
        var unknown = covered.isEmpty() ? List.<Tenant>of() : log.strangers(covered);
        var next = place.with(unknown, page.next());
        return StepResult.to(page.next() == null ? next.in(Phase.NO_MORE) : next);
    }

    private StepResult<CheckCheckpoint> end(CheckTask task, CheckCheckpoint place) {
        if (place.suspects() > 0) {
            return StepResult.to(place.confirming(clock.instant()));
        }
        var check = new CheckRun(place.startedAt(), clock.instant(), place.memories(), place.nanos());
        return StepResult.<CheckCheckpoint>over().writing(() -> {
            if (task.isOfEverything()) {
                records.checked(task.projection(), check);
            }
        });
    }
}
