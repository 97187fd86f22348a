package io.memlog.api.operations.reconciliation;

import static java.util.stream.Collectors.toSet;

import io.memlog.api.operations.reconciliation.CheckRunRepository.CheckRun;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    private final IndexComparison index;
    private final FindingRepository findings;
    private final CheckRunRepository runs;
    private final ConsumerLag lag;
    private final SyncHealthIndicator meters;
    private final SyncProperties properties;
    private final int pageSize;
    private final Clock clock;

    ConsistencyCheck(
            LogInventoryRepository log,
            IndexComparison index,
            FindingRepository findings,
            CheckRunRepository runs,
            ConsumerLag lag,
            SyncHealthIndicator meters,
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
    /// @param memories compared so far
    /// @param nanos    spent on comparing, without pauses
    /// @param position where the scan continues; null when all are compared
    /// @param scanned  null before all are compared
    record Checkpoint(
            Instant startedAt,
            long memories,
            long nanos,
            @Nullable Position position,
            @Nullable Scanned scanned) {

        Checkpoint at(Position next) {
            return new Checkpoint(startedAt, memories, nanos, next, null);
        }

        Checkpoint compared(long more, long took) {
            return new Checkpoint(startedAt, memories + more, nanos + took, position, scanned);
        }

        Checkpoint scanned(Instant at, @Nullable Map<String, Long> ends) {
            return new Checkpoint(startedAt, memories, nanos, null, new Scanned(at, ends));
        }
    }

    /// @param tenant  the last one of the log that was started; null before the first
    /// @param above   its highest compared memory; null when it is finished
    /// @param unknown whether the tenants that only the index knows are compared, after those of the log
    /// @param after   the page key of the index's tenants
    record Position(
            @Nullable Tenant tenant,
            @Nullable Long above,
            boolean unknown,
            @Nullable String after) {

        static final Position START = new Position(null, null, false, null);

        static Position unknown(@Nullable String after) {
            return new Position(null, null, true, after);
        }
    }

    /// @param at   when all were compared
    /// @param ends the end offsets of the consumer's topics at that time; null when no suspect waits for it
    record Scanned(Instant at, @Nullable Map<String, Long> ends) {}

    /// Runs the next step.
    ///
    /// @param limit      the maximum number of compared memories
    /// @param checkpoint null at the beginning
    StepResult next(Projection projection, TenantScope scope, long limit, @Nullable Checkpoint checkpoint) {
        var at = checkpoint == null ? new Checkpoint(now(), 0, 0, Position.START, null) : checkpoint;
        var position = at.position();
        if (at.scanned() != null) {
            return confirm(projection, scope, limit, at, at.scanned());
        }
        if (position == null || at.memories() >= limit) {
            return endScan(projection, scope, at);
        }
        if (position.unknown()) {
            return scanUnknownTenants(projection, scope, at, position.after());
        }
        if (position.tenant() != null && position.above() != null) {
            return scanPage(projection, at, position.tenant(), position.above(), limit);
        }
        var only = scope.tenant();
        var next =
                only.isEmpty() ? log.nextTenant(scope, position.tenant()) : only.filter(_ -> position.tenant() == null);
        if (next.isPresent()) {
            return scanPage(projection, at, next.get(), 0, limit);
        }
        return only.isEmpty() ? StepResult.to(at.at(Position.unknown(null))) : endScan(projection, scope, at);
    }

    private StepResult scanPage(Projection projection, Checkpoint at, Tenant tenant, long above, long limit) {
        var begun = System.nanoTime();
        var page = scan(projection, tenant, above, (int) Math.min(pageSize, limit - at.memories()));
        var took = System.nanoTime() - begun;
        var memories = page.summary().checked();
        meters.compared(projection, memories, took);
        return StepResult.to(
                        at.at(new Position(tenant, page.end(), false, null)).compared(memories, took))
                .withSummary(page.summary())
                .withEffects(page.save());
    }

    private StepResult scanUnknownTenants(
            Projection projection, TenantScope scope, Checkpoint at, @Nullable String after) {
        var listed = index.tenants(projection, after, TENANT_PAGE_SIZE);
        List<Page> pages = new ArrayList<>();
        for (var tenant : listed.tenants()) {
            if (scope.overlaps(TenantScope.of(tenant)) && !log.holdsMemoriesOf(tenant)) {
                for (Long above = 0L; above != null; above = pages.getLast().end()) {
                    pages.add(scan(projection, tenant, above, pageSize));
                }
            }
        }
        var step = listed.next() == null
                ? endScan(projection, scope, at)
                : StepResult.to(at.at(Position.unknown(listed.next())));
        return step.withSummary(pages.stream().map(Page::summary).reduce(CheckSummary.NOTHING, CheckSummary::plus))
                .withEffects(() -> pages.forEach(page -> page.save().run()));
    }

    /// A compared page of a tenant.
    ///
    /// @param end  the last compared id; null on the last page
    /// @param save writes what was found
    private record Page(@Nullable Long end, CheckSummary summary, Runnable save) {}

    private Page scan(Projection projection, Tenant tenant, long above, int size) {
        var compared = index.compareAbove(projection, tenant, above, size);
        var now = now();
        var unchangedSince = now.minus(properties.gracePeriod());
        var inFlight = compared.differs().keySet().stream()
                .filter(memory -> {
                    var state = compared.log().get(memory);
                    return state != null && state.isInFlight(unchangedSince);
                })
                .collect(toSet());
        return new Page(
                compared.end(),
                CheckSummary.checked(compared.log().size(), inFlight.size()),
                () -> findings.saveScan(projection, tenant, above, compared, inFlight, now));
    }

    private StepResult endScan(Projection projection, TenantScope scope, Checkpoint at) {
        var now = now();
        var ends = findings.awaitConsumer(projection, scope, now) ? lag.endOffsets(projection) : null;
        return StepResult.to(at.scanned(now, ends));
    }

    /// Compares suspects again. What the consumer had not acknowledged counts only after it has processed
    /// everything that was in its topics.
    private StepResult confirm(Projection projection, TenantScope scope, long limit, Checkpoint at, Scanned scanned) {
        var suspects = findings.findSuspects(projection, scope, scanned.at(), CONFIRMATION_SIZE);
        if (suspects.isEmpty()) {
            return end(projection, scope, limit, at);
        }
        var since = Duration.between(scanned.at(), now());
        if (since.compareTo(properties.confirmAfter()) < 0) {
            return StepResult.to(at).withPause(POLL_INTERVAL);
        }
        var hasCaughtUp = scanned.ends() == null || lag.lagBefore(projection, scanned.ends()) == 0;
        if (!hasCaughtUp && since.compareTo(properties.timeout()) < 0) {
            return StepResult.to(at).withPause(POLL_INTERVAL);
        }
        return confirm(projection, at, suspects, hasCaughtUp);
    }

    private StepResult confirm(Projection projection, Checkpoint at, List<Suspect> suspects, boolean hasCaughtUp) {
        var begun = System.nanoTime();
        var compared = index.compare(
                projection,
                suspects.getFirst().memory().tenant(),
                suspects.stream().map(suspect -> suspect.memory().id()).toList());
        Map<Long, Discrepancy> confirmed = new TreeMap<>();
        List<Long> agreeing = new ArrayList<>();
        List<Long> inFlight = new ArrayList<>();
        for (var suspect : suspects) {
            var memory = suspect.memory().id();
            var discrepancy = compared.differs().get(memory);
            if (discrepancy == null) {
                agreeing.add(suspect.number());
            } else if (suspect.hasMoved(compared.log().get(memory)) || !(suspect.acknowledged() || hasCaughtUp)) {
                inFlight.add(suspect.number());
            } else {
                confirmed.put(suspect.number(), discrepancy);
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

    private StepResult end(Projection projection, TenantScope scope, long limit, Checkpoint at) {
        var run = new CheckRun(at.startedAt(), now(), at.memories(), at.nanos());
        return StepResult.finished()
                .withSummary(CheckSummary.found(findings.countConfirmed(projection, scope, at.startedAt())))
                .withEffects(() -> {
                    if (scope.equals(TenantScope.ALL) && limit == Long.MAX_VALUE) {
                        runs.save(projection, run);
                    }
                });
    }

    /// As exact as PostgreSQL stores it.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
