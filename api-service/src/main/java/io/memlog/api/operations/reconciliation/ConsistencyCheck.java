package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.reconciliation.CheckRunRepository.CheckRun;
import io.memlog.schemas.inventory.InventoryEntry;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// Compares one index with the log: first the tenants of the log, then those that only the index knows. What
/// differs and is not in flight is suspected; what differs again after a while becomes a finding.
@Component
final class ConsistencyCheck {

    private static final int TENANT_PAGE_SIZE = 100;
    private static final int CONFIRMATION_SIZE = 500;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private final LogInventoryRepository log;
    private final IndexInventory index;
    private final FindingRepository findings;
    private final CheckRunRepository runs;
    private final ConsumerLag lag;
    private final SyncMeters meters;
    private final SyncProperties properties;
    private final int pageSize;
    private final Clock clock;

    ConsistencyCheck(
            LogInventoryRepository log,
            IndexInventory index,
            FindingRepository findings,
            CheckRunRepository runs,
            ConsumerLag lag,
            SyncMeters meters,
            SyncProperties properties,
            @Value("${memlog.sync.page-size:1000}") int pageSize,
            Clock clock) {
        this.log = log;
        this.index = index;
        this.findings = findings;
        this.runs = runs;
        this.lag = lag;
        this.meters = meters;
        this.properties = properties;
        this.pageSize = pageSize;
        this.clock = clock;
    }

    /// The progress of a check, stored as JSON between two steps.
    ///
    /// @param memories  compared so far
    /// @param nanos     spent on comparing, without pauses
    /// @param tenant    the last tenant of the log that was started; null before the first
    /// @param above     the highest compared memory of that tenant; null when it is finished
    /// @param unknown   whether the tenants that only the index knows are compared, after those of the log
    /// @param after     the page key of the index's tenants
    /// @param scannedAt when all were compared; null before
    /// @param ends      the end offsets of the consumer's topics at that time; null when no suspect waits for it
    record Checkpoint(
            Instant startedAt,
            long memories,
            long nanos,
            @Nullable Tenant tenant,
            @Nullable Long above,
            boolean unknown,
            @Nullable String after,
            @Nullable Instant scannedAt,
            @Nullable Map<String, Long> ends) {

        static Checkpoint start(Instant now) {
            return new Checkpoint(now, 0, 0, null, null, false, null, null, null);
        }

        Checkpoint at(@Nullable Tenant next, @Nullable Long comparedUpTo) {
            return new Checkpoint(startedAt, memories, nanos, next, comparedUpTo, false, null, null, null);
        }

        Checkpoint atUnknown(@Nullable String pageKey) {
            return new Checkpoint(startedAt, memories, nanos, null, null, true, pageKey, null, null);
        }

        Checkpoint compared(long more, long took) {
            return new Checkpoint(
                    startedAt, memories + more, nanos + took, tenant, above, unknown, after, scannedAt, ends);
        }

        Checkpoint scanned(Instant now, @Nullable Map<String, Long> endOffsets) {
            return new Checkpoint(startedAt, memories, nanos, null, null, true, null, now, endOffsets);
        }
    }

    /// Runs the next step.
    ///
    /// @param limit      the maximum number of compared memories
    /// @param checkpoint null at the beginning
    StepResult<Checkpoint> next(Projection projection, TenantScope scope, long limit, @Nullable Checkpoint checkpoint) {
        var at = checkpoint == null ? Checkpoint.start(now()) : checkpoint;
        if (at.scannedAt() != null) {
            return confirm(projection, scope, limit, at, at.scannedAt());
        }
        if (at.memories() >= limit) {
            return endScan(projection, scope, at);
        }
        if (at.unknown()) {
            return scanUnknownTenants(projection, scope, at);
        }
        if (at.tenant() != null && at.above() != null) {
            return scanPage(projection, at, at.tenant(), at.above(), limit);
        }
        var next = nextTenant(scope, at.tenant());
        if (next.isPresent()) {
            return scanPage(projection, at, next.get(), 0, limit);
        }
        return scope.tenant().isPresent() ? endScan(projection, scope, at) : StepResult.to(at.atUnknown(null));
    }

    private Optional<Tenant> nextTenant(TenantScope scope, @Nullable Tenant last) {
        return scope.tenant().isPresent() ? scope.tenant().filter(_ -> last == null) : log.nextTenant(scope, last);
    }

    private StepResult<Checkpoint> scanPage(
            Projection projection, Checkpoint at, Tenant tenant, long above, long limit) {
        var page = compare(projection, tenant, above, (int) Math.min(pageSize, limit - at.memories()));
        meters.compared(projection, page.memories(), page.nanos());
        return StepResult.to(at.at(tenant, page.end()).compared(page.memories(), page.nanos()))
                .withSummary(page.summary())
                .withDone(page.memories())
                .withEffects(() -> save(projection, page));
    }

    private StepResult<Checkpoint> scanUnknownTenants(Projection projection, TenantScope scope, Checkpoint at) {
        var tenants = index.tenants(projection, at.after(), TENANT_PAGE_SIZE);
        var covered = tenants.tenants().stream().filter(scope::covers).toList();
        List<Page> pages = new ArrayList<>();
        for (var tenant : covered.isEmpty() ? covered : log.unknownTenants(covered)) {
            for (Long above = 0L; above != null; above = pages.getLast().end()) {
                pages.add(compare(projection, tenant, above, pageSize));
            }
        }
        var summary = pages.stream().map(Page::summary).reduce(CheckSummary.NOTHING, CheckSummary::plus);
        var step =
                tenants.next() == null ? endScan(projection, scope, at) : StepResult.to(at.atUnknown(tenants.next()));
        return step.withSummary(summary).withEffects(() -> pages.forEach(page -> save(projection, page)));
    }

    /// A compared range of the memories of a tenant.
    ///
    /// @param end       of the range; null when it has none
    /// @param memories  of the log
    /// @param different all that differ, those in flight included
    private record Page(
            Tenant tenant,
            long above,
            @Nullable Long end,
            long memories,
            long nanos,
            Instant comparedAt,
            SortedMap<MemoryId, Discrepancy> suspected,
            Set<MemoryId> acknowledged,
            Set<MemoryId> different) {

        CheckSummary summary() {
            return CheckSummary.checked(memories, different.size() - suspected.size());
        }
    }

    /// Compares a page of the log with everything that the index holds in the same range. The last page has no
    /// end, so memories above the last one of the log are found.
    private Page compare(Projection projection, Tenant tenant, long above, int size) {
        var begun = System.nanoTime();
        var logged = log.page(projection, tenant, above, size);
        var last = logged.ids().size() < size ? null : logged.ids().getLast().value();
        var listed = index.between(projection, tenant, above, last);
        var end = listed.complete()
                ? last
                : Long.valueOf(listed.entries().getLast().memory().value());
        Map<MemoryId, InventoryEntry> indexed = new HashMap<>();
        listed.entries().forEach(entry -> indexed.put(entry.memory(), entry));
        var ids = logged.ids().stream()
                .filter(id -> end == null || id.value() <= end)
                .toList();
        var all = new TreeSet<>(indexed.keySet());
        all.addAll(ids);
        var now = now();
        SortedMap<MemoryId, Discrepancy> suspected = new TreeMap<>();
        Set<MemoryId> acknowledged = new TreeSet<>();
        Set<MemoryId> different = new TreeSet<>();
        for (var memory : all) {
            var state = logged.states().get(memory);
            var discrepancy = Discrepancy.between(state, indexed.get(memory));
            if (discrepancy.isPresent()) {
                different.add(memory);
                if (state == null || !state.isInFlight(now.minus(properties.gracePeriod()))) {
                    suspected.put(memory, discrepancy.get());
                    if (state == null || state.acknowledged()) {
                        acknowledged.add(memory);
                    }
                }
            }
        }
        var took = System.nanoTime() - begun;
        return new Page(tenant, above, end, ids.size(), took, now, suspected, acknowledged, different);
    }

    private void save(Projection projection, Page page) {
        findings.suspect(projection, page.tenant(), page.suspected(), page.acknowledged(), page.comparedAt());
        findings.closeRangeExcept(
                projection, page.tenant(), page.above(), page.end(), page.different(), page.comparedAt());
    }

    private StepResult<Checkpoint> endScan(Projection projection, TenantScope scope, Checkpoint at) {
        var now = now();
        return StepResult.to(
                at.scanned(now, findings.awaitConsumer(projection, scope, now) ? lag.endOffsets(projection) : null));
    }

    /// Compares suspects again. What the consumer had not acknowledged counts only after it has processed
    /// everything that was in its topics.
    private StepResult<Checkpoint> confirm(
            Projection projection, TenantScope scope, long limit, Checkpoint at, Instant scannedAt) {
        var suspects = findings.findSuspects(projection, scope, scannedAt, CONFIRMATION_SIZE);
        if (suspects.isEmpty()) {
            return end(projection, scope, limit, at);
        }
        var since = Duration.between(scannedAt, now());
        if (since.compareTo(properties.confirmAfter()) < 0) {
            return StepResult.to(at).withPause(POLL_INTERVAL);
        }
        var hasCaughtUp = at.ends() == null || lag.lagBefore(projection, at.ends()) == 0;
        if (!hasCaughtUp && since.compareTo(properties.timeout()) < 0) {
            return StepResult.to(at).withPause(POLL_INTERVAL);
        }
        return confirm(projection, at, suspects, hasCaughtUp);
    }

    /// Reads the index first and the log second, so that the log knows any version that the index holds.
    private StepResult<Checkpoint> confirm(
            Projection projection, Checkpoint at, List<Suspect> suspects, boolean hasCaughtUp) {
        var begun = System.nanoTime();
        var tenant = suspects.getFirst().memory().tenant();
        var ids = suspects.stream().map(suspect -> suspect.memory().id()).toList();
        var indexed = index.entries(projection, tenant, ids);
        var states = log.states(projection, tenant, ids);
        Map<Long, Discrepancy> confirmed = new TreeMap<>();
        List<Long> agreeing = new ArrayList<>();
        List<Long> inFlight = new ArrayList<>();
        for (var suspect : suspects) {
            var memory = suspect.memory().id();
            var state = states.get(memory);
            var discrepancy = Discrepancy.between(state, indexed.get(memory));
            if (discrepancy.isEmpty()) {
                agreeing.add(suspect.number());
            } else if (suspect.hasMoved(state) || !(suspect.acknowledged() || hasCaughtUp)) {
                inFlight.add(suspect.number());
            } else {
                confirmed.put(suspect.number(), discrepancy.get());
            }
        }
        var now = now();
        return StepResult.to(at.compared(0, System.nanoTime() - begun))
                .withSummary(CheckSummary.checked(0, inFlight.size()))
                .withEffects(() -> {
                    findings.confirm(confirmed, now);
                    findings.close(agreeing, FindingState.RESOLVED, null, now);
                    findings.dismiss(inFlight);
                });
    }

    private StepResult<Checkpoint> end(Projection projection, TenantScope scope, long limit, Checkpoint at) {
        var run = new CheckRun(at.startedAt(), now(), at.memories(), at.nanos());
        return StepResult.<Checkpoint>finished()
                .withSummary(CheckSummary.found(findings.countConfirmed(projection, scope, at.startedAt())))
                .withEffects(() -> {
                    if (scope.isAll() && limit == Long.MAX_VALUE) {
                        runs.save(projection, run);
                    }
                });
    }

    /// As exact as PostgreSQL stores it.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
