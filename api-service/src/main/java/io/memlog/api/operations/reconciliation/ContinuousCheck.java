package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.reconciliation.CheckLeaseRepository.Round;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.topic.Projection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Takes the steps of the continuous check: a round over each index, then a pause, then the next round.
@Component
final class ContinuousCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ContinuousCheck.class);

    /// Longer than any step.
    private static final Duration LEASE = Duration.ofSeconds(90);

    private static final Duration UNTIL_FREE = Duration.ofSeconds(5);
    private static final UUID RUN = new UUID(0, 0);

    private final CheckLeaseRepository schedule;
    private final ConsistencyCheck check;
    private final FindingRepository findings;
    private final SyncRecordRepository records;
    private final SyncRequests requests;
    private final TransactionOperations transaction;
    private final SyncProperties properties;
    private final Clock clock;

    ContinuousCheck(
            CheckLeaseRepository schedule,
            ConsistencyCheck check,
            FindingRepository findings,
            SyncRecordRepository records,
            SyncRequests requests,
            TransactionOperations transaction,
            SyncProperties properties,
            Clock clock) {
        this.schedule = schedule;
        this.check = check;
        this.findings = findings;
        this.records = records;
        this.requests = requests;
        this.transaction = transaction;
        this.properties = properties;
        this.clock = clock;
    }

    /// Takes a step, if it is time for one and no other instance does.
    ///
    /// @return how long to wait before the next
    Duration step(UUID owner) {
        var leased = schedule.lease(owner, LEASE);
        if (leased.isEmpty()) {
            return UNTIL_FREE;
        }
        var round = leased.get();
        var place = round.place();
        return place == null ? begin(owner, round) : goOn(owner, round, place);
    }

    void release(UUID owner) {
        schedule.release(owner);
    }

    private Duration begin(UUID owner, Round last) {
        var now = clock.instant();
        var due = last.endedAt() == null ? now : last.endedAt().plus(properties.interval());
        if (due.isAfter(now)) {
            var wait = Duration.between(now, due);
            return wait.compareTo(UNTIL_FREE) < 0 ? wait : UNTIL_FREE;
        }
        var full = isDue(last.fullStartedAt(), now);
        var first = new RoundCheckpoint(full, Projection.VECTOR, null);
        schedule.save(owner, new Round(first, now, last.endedAt(), full ? now : last.fullStartedAt()));
        return Duration.ZERO;
    }

    private boolean isDue(@Nullable Instant lastFull, Instant now) {
        return lastFull == null || !lastFull.plus(properties.fullInterval()).isAfter(now);
    }

    private Duration goOn(UUID owner, Round round, RoundCheckpoint place) {
        var gate = place.full() ? ScanMode.REMEMBERING : ScanMode.CHANGED_ONLY;
        var task = new CheckTask(RUN, place.projection(), TenantScope.EVERYBODY, Long.MAX_VALUE, gate, place.full());
        var step = check.next(task, place.at());
        var ended = step.place() == null;
        var next = ended
                ? after(round, place)
                : with(round, new RoundCheckpoint(place.full(), place.projection(), step.place()));
        transaction.executeWithoutResult(status -> {
            step.effects().run();
            if (!schedule.save(owner, next)) {
                status.setRollbackOnly();
            }
        });
        if (next.place() == null) {
            afterRound(place.full());
            return Duration.ZERO;
        }
        return step.pause().compareTo(properties.pause()) > 0 ? step.pause() : properties.pause();
    }

    private Round after(Round round, RoundCheckpoint place) {
        var projections = List.of(Projection.values());
        var done = projections.indexOf(place.projection()) + 1;
        return done < projections.size()
                ? with(round, new RoundCheckpoint(place.full(), projections.get(done), null))
                : new Round(null, round.startedAt(), clock.instant(), round.fullStartedAt());
    }

    private static Round with(Round round, RoundCheckpoint place) {
        return new Round(place, round.startedAt(), round.endedAt(), round.fullStartedAt());
    }

    private void afterRound(boolean full) {
        var open = Arrays.stream(Projection.values())
                .mapToLong(projection -> findings.countOpen(projection, TenantScope.EVERYBODY))
                .sum();
        LOG.atLevel(full ? Level.INFO : Level.DEBUG)
                .addKeyValue("full", full)
                .addKeyValue("open_findings", open)
                .log("A round of the continuous check is over");
        if (properties.repair() && open > 0 && records.unfinished().isEmpty()) {
            var body = Json.mapper().createObjectNode().put("operation", SyncOperation.REPAIR.wireName());
            requests.submit(SyncRequest.read(body), body);
        }
    }
}
