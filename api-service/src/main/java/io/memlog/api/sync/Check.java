package io.memlog.api.sync;

import io.memlog.api.sync.CheckPlace.Phase;
import io.memlog.schemas.memory.Tenant;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Compares one index with the log: tenant by tenant of the log, then those that only the index knows. What
/// differs is looked at a second time before it is a finding.
@Component
final class Check {

    /// More than these wait for no end.
    private static final int MOST_SUSPECTS = 5_000;

    private static final int TENANTS_AT_ONCE = 100;

    private final LogInventory log;
    private final IndexInventory index;
    private final ComparedPage pages;
    private final SecondLook secondLook;
    private final Suspects suspects;
    private final SyncRecords records;
    private final Clock clock;

    Check(
            LogInventory log,
            IndexInventory index,
            ComparedPage pages,
            SecondLook secondLook,
            Suspects suspects,
            SyncRecords records,
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
    Step<CheckPlace> next(CheckTask task, @Nullable CheckPlace place) {
        if (place == null) {
            return Step.to(CheckPlace.start(clock.instant()))
                    .writing(() -> suspects.clear(task.run(), task.projection()));
        }
        if (place.confirming() != null) {
            return secondLook.next(task, place);
        }
        if (place.suspects() >= MOST_SUSPECTS) {
            return Step.to(place.confirming(clock.instant()));
        }
        if (place.memories() >= task.limit()) {
            return end(task, place);
        }
        if (place.current() != null) {
            return pages.next(task, place, place.current());
        }
        if (!place.strangers().isEmpty()) {
            var rest = place.strangers().subList(1, place.strangers().size());
            return Step.to(place.with(rest, place.after()).at(place.strangers().getFirst(), null));
        }
        return switch (place.phase()) {
            case OF_THE_LOG -> nextOfTheLog(task, place);
            case OF_THE_INDEX -> nextOfTheIndex(task, place);
            case NO_MORE -> end(task, place);
        };
    }

    private Step<CheckPlace> nextOfTheLog(CheckTask task, CheckPlace place) {
        var one = task.scope().tenant();
        if (one.isPresent()) {
            return Step.to(place.in(Phase.NO_MORE).at(one.get(), null));
        }
        var found = log.nextTenant(task.scope(), place.last());
        if (found.isEmpty()) {
            return Step.to(place.in(task.wholeIndex() ? Phase.OF_THE_INDEX : Phase.NO_MORE));
        }
        var tenant = found.get();
        return Step.to(begun(task, place.behind(tenant), tenant));
    }

    private CheckPlace begun(CheckTask task, CheckPlace place, Tenant tenant) {
        return switch (task.gate()) {
            case OPEN -> place.at(tenant, null);
            case REMEMBERING -> place.at(tenant, log.digest(tenant));
            case CHANGED_ONLY -> {
                var digest = log.digest(tenant);
                yield records.agrees(task.projection(), tenant, digest) ? place : place.at(tenant, digest);
            }
        };
    }

    private Step<CheckPlace> nextOfTheIndex(CheckTask task, CheckPlace place) {
        var page = index.tenants(task.projection(), place.after(), TENANTS_AT_ONCE);
        var covered = page.tenants().stream().filter(task.scope()::covers).toList();
        var unknown = covered.isEmpty() ? List.<Tenant>of() : log.strangers(covered);
        var next = place.with(unknown, page.next());
        return Step.to(page.next() == null ? next.in(Phase.NO_MORE) : next);
    }

    private Step<CheckPlace> end(CheckTask task, CheckPlace place) {
        if (place.suspects() > 0) {
            return Step.to(place.confirming(clock.instant()));
        }
        var check = new LastCheck(place.startedAt(), clock.instant(), place.memories(), place.nanos());
        return Step.<CheckPlace>over().writing(() -> {
            if (task.isOfEverything()) {
                records.checked(task.projection(), check);
            }
        });
    }
}
