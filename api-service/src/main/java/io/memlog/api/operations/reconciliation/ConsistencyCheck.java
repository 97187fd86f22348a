package io.memlog.api.operations.reconciliation;

import static java.util.stream.Collectors.toSet;

import io.memlog.api.operations.reconciliation.CheckRunRepository.CheckRun;
import io.memlog.api.operations.reconciliation.StepResult.Count;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
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
    /// @param position where the scan continues
    /// @param scanned  null before the end of the scan
    record Checkpoint(
            Instant startedAt,
            long memories,
            long nanos,
            Position position,
            @Nullable Scanned scanned) {

        Checkpoint at(Position next) {
            return new Checkpoint(startedAt, memories, nanos, next, scanned);
        }

        Checkpoint scanned(Scanned end) {
            return new Checkpoint(startedAt, memories, nanos, position, end);
        }

        Checkpoint compared(long more, long took) {
            return new Checkpoint(startedAt, memories + more, nanos + took, position, scanned);
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

    /// @param at   the end of the scan
    /// @param ends end offsets of the consumer's topics after that; null while no suspect waits for them
    record Scanned(Instant at, @Nullable Map<String, Long> ends) {}

    Checkpoint start() {
        return new Checkpoint(now(), 0, 0, Position.START, null);
    }

    StepResult next(SyncRequest.Phase phase, Checkpoint at) {
        var position = at.position();
        var last = position.tenant();
        if (at.scanned() != null) {
            return confirm(phase, at, at.scanned());
        }
        if (at.memories() >= phase.limit()) {
            return StepResult.to(endScan(at));
        }
        if (position.unknown()) {
            return scanUnknownTenants(phase, at);
        }
        if (last != null && position.above() != null) {
            return scanPage(phase, at, last, position.above());
        }
        var only = phase.scope().tenant();
        var next = only.isEmpty() ? log.nextTenant(phase.scope(), last) : only.filter(_ -> last == null);
        if (next.isPresent()) {
            return scanPage(phase, at, next.get(), 0);
        }
        return StepResult.to(only.isEmpty() ? at.at(Position.unknown(null)) : endScan(at));
    }

    private StepResult scanPage(SyncRequest.Phase phase, Checkpoint at, Tenant tenant, long above) {
        var begun = System.nanoTime();
        var page = scan(phase.projection(), tenant, above, (int) Math.min(pageSize, phase.limit() - at.memories()));
        var took = System.nanoTime() - begun;
        meters.compared(phase.projection(), page.checked(), took);
        var next = new Position(tenant, page.end(), false, null);
        return result(at.at(next).compared(page.checked(), took), List.of(page));
    }

    private StepResult scanUnknownTenants(SyncRequest.Phase phase, Checkpoint at) {
        var listed = index.tenants(phase.projection(), at.position().after(), TENANT_PAGE_SIZE);
        List<Page> pages = new ArrayList<>();
        for (var tenant : listed.tenants()) {
            if (phase.scope().overlaps(TenantScope.of(tenant)) && !log.holdsMemoriesOf(tenant)) {
                for (Long above = 0L; above != null; above = pages.getLast().end()) {
                    pages.add(scan(phase.projection(), tenant, above, pageSize));
                }
            }
        }
        return result(listed.next() == null ? endScan(at) : at.at(Position.unknown(listed.next())), pages);
    }

    /// A compared page of a tenant.
    ///
    /// @param end  the last compared id; null on the last page
    /// @param save writes what was found
    private record Page(@Nullable Long end, long checked, long inFlight, Runnable save) {}

    private static StepResult result(Checkpoint next, List<Page> pages) {
        return StepResult.to(next)
                .withCounts(Map.of(
                        Count.CHECKED, pages.stream().mapToLong(Page::checked).sum(),
                        Count.IN_FLIGHT,
                                pages.stream().mapToLong(Page::inFlight).sum()))
                .withEffects(() -> pages.forEach(page -> page.save().run()));
    }

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
                compared.log().size(),
                inFlight.size(),
                () -> findings.saveScan(projection, tenant, above, compared, inFlight, now));
    }

    private Checkpoint endScan(Checkpoint at) {
        return at.scanned(new Scanned(now(), null));
    }

    /// Compares suspects again. What the consumer had not acknowledged counts only after it has processed
    /// everything that was in its topics.
    private StepResult confirm(SyncRequest.Phase phase, Checkpoint at, Scanned scanned) {
        var suspects = findings.findSuspects(phase.projection(), phase.scope(), scanned.at(), CONFIRMATION_SIZE);
        if (suspects.isEmpty()) {
            return end(phase, at);
        }
        var isAwaited = !suspects.stream().allMatch(Suspect::acknowledged);
        var ends = scanned.ends();
        if (isAwaited && ends == null) {
            return StepResult.to(at.scanned(new Scanned(scanned.at(), lag.endOffsets(phase.projection()))));
        }
        var since = Duration.between(scanned.at(), now());
        if (since.compareTo(properties.confirmAfter()) < 0) {
            return StepResult.to(at).withPause(StepResult.POLL_INTERVAL);
        }
        var hasCaughtUp = !isAwaited || ends == null || lag.lagBefore(phase.projection(), ends) == 0;
        return hasCaughtUp || since.compareTo(properties.timeout()) >= 0
                ? confirm(phase.projection(), at, suspects, hasCaughtUp)
                : StepResult.to(at).withPause(StepResult.POLL_INTERVAL);
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
        Map<Count, Long> counts = new EnumMap<>(Count.class);
        confirmed
                .values()
                .forEach(each -> counts.merge(Count.valueOf(each.kind().name()), 1L, Long::sum));
        counts.put(Count.IN_FLIGHT, (long) inFlight.size());
        var now = now();
        return StepResult.to(at.compared(0, System.nanoTime() - begun))
                .withCounts(counts)
                .withEffects(() -> findings.saveConfirmation(confirmed, agreeing, inFlight, now));
    }

    private StepResult end(SyncRequest.Phase phase, Checkpoint at) {
        var run = new CheckRun(at.startedAt(), now(), at.memories(), at.nanos());
        var isComplete = phase.scope().equals(TenantScope.ALL) && phase.limit() == Long.MAX_VALUE;
        return isComplete
                ? StepResult.finished().withEffects(() -> runs.save(phase.projection(), run))
                : StepResult.finished();
    }

    /// As exact as PostgreSQL stores it.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
