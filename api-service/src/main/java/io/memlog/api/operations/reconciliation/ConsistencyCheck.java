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
    /// @param ends the end offsets of the consumer's topics at that time; null when no suspect waits for it
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
            return endScan(phase, at);
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
        return only.isEmpty() ? StepResult.to(at.at(Position.unknown(null))) : endScan(phase, at);
    }

    private StepResult scanPage(SyncRequest.Phase phase, Checkpoint at, Tenant tenant, long above) {
        var begun = System.nanoTime();
        var page = scan(phase.projection(), tenant, above, (int) Math.min(pageSize, phase.limit() - at.memories()));
        var took = System.nanoTime() - begun;
        var memories = page.summary().checked();
        meters.compared(phase.projection(), memories, took);
        var next = new Position(tenant, page.end(), false, null);
        return StepResult.to(at.at(next).compared(memories, took))
                .withSummary(page.summary())
                .withEffects(page.save());
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
        var step = listed.next() == null ? endScan(phase, at) : StepResult.to(at.at(Position.unknown(listed.next())));
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

    private StepResult endScan(SyncRequest.Phase phase, Checkpoint at) {
        var now = now();
        var isAwaited = findings.awaitConsumer(phase.projection(), phase.scope(), now);
        return StepResult.to(at.scanned(new Scanned(now, isAwaited ? lag.endOffsets(phase.projection()) : null)));
    }

    /// Compares suspects again. What the consumer had not acknowledged counts only after it has processed
    /// everything that was in its topics.
    private StepResult confirm(SyncRequest.Phase phase, Checkpoint at, Scanned scanned) {
        var suspects = findings.findSuspects(phase.projection(), phase.scope(), scanned.at(), CONFIRMATION_SIZE);
        if (suspects.isEmpty()) {
            return end(phase, at);
        }
        var since = Duration.between(scanned.at(), now());
        if (since.compareTo(properties.confirmAfter()) < 0) {
            return StepResult.to(at).withPause(POLL_INTERVAL);
        }
        var hasCaughtUp = scanned.ends() == null || lag.lagBefore(phase.projection(), scanned.ends()) == 0;
        return hasCaughtUp || since.compareTo(properties.timeout()) >= 0
                ? confirm(phase.projection(), at, suspects, hasCaughtUp)
                : StepResult.to(at).withPause(POLL_INTERVAL);
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
                .withEffects(() -> findings.saveConfirmation(confirmed, agreeing, inFlight, now));
    }

    private StepResult end(SyncRequest.Phase phase, Checkpoint at) {
        var found = findings.countConfirmed(phase.projection(), phase.scope(), at.startedAt());
        var run = new CheckRun(at.startedAt(), now(), at.memories(), at.nanos());
        var isComplete = phase.scope().equals(TenantScope.ALL) && phase.limit() == Long.MAX_VALUE;
        var step = StepResult.finished().withSummary(CheckSummary.found(found));
        return isComplete ? step.withEffects(() -> runs.save(phase.projection(), run)) : step;
    }

    /// As exact as PostgreSQL stores it.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
