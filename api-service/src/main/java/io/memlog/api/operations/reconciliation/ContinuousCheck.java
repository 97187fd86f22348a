package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.reconciliation.CheckLeaseRepository.Round;
import io.memlog.api.operations.reconciliation.CheckLeaseRepository.RoundCheckpoint;
import io.memlog.api.operations.reconciliation.CheckTask.ScanMode;
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
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// The continuous check: a round over all indexes, a pause, and the next round.
@Component
final class ContinuousCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ContinuousCheck.class);

    /// Longer than any step.
    private static final Duration LEASE = Duration.ofSeconds(90);

    private static final Duration LEASE_POLL_INTERVAL = Duration.ofSeconds(5);
    private static final UUID RUN = new UUID(0, 0);

    private final CheckLeaseRepository leases;
    private final ConsistencyCheck check;
    private final FindingRepository findings;
    private final SyncRequests requests;
    private final TransactionOperations transaction;
    private final SyncProperties properties;
    private final Duration pause;
    private final Clock clock;

    ContinuousCheck(
            CheckLeaseRepository leases,
            ConsistencyCheck check,
            FindingRepository findings,
            SyncRequests requests,
            TransactionOperations transaction,
            SyncProperties properties,
            @Value("${memlog.sync.pause:200ms}") Duration pause,
            Clock clock) {
        this.leases = leases;
        this.check = check;
        this.findings = findings;
        this.requests = requests;
        this.transaction = transaction;
        this.properties = properties;
        this.pause = pause;
        this.clock = clock;
    }

    /// Runs the next step if one is due and no other instance holds the lease.
    ///
    /// @return the pause before the next call
    Duration step(UUID owner) {
        var leased = leases.lease(owner, LEASE);
        if (leased.isEmpty()) {
            return LEASE_POLL_INTERVAL;
        }
        var round = leased.get();
        var checkpoint = round.checkpoint();
        return checkpoint == null ? begin(owner, round) : runStep(owner, round, checkpoint);
    }

    void release(UUID owner) {
        leases.release(owner);
    }

    private Duration begin(UUID owner, Round last) {
        var now = clock.instant();
        var due = last.endedAt() == null ? now : last.endedAt().plus(properties.interval());
        if (due.isAfter(now)) {
            var wait = Duration.between(now, due);
            return wait.compareTo(LEASE_POLL_INTERVAL) < 0 ? wait : LEASE_POLL_INTERVAL;
        }
        var full = isDue(last.fullStartedAt(), now);
        var first = new RoundCheckpoint(full, Projection.VECTOR, null);
        leases.save(owner, new Round(first, now, last.endedAt(), full ? now : last.fullStartedAt()));
        return Duration.ZERO;
    }

    private boolean isDue(@Nullable Instant lastFull, Instant now) {
        return lastFull == null || !lastFull.plus(properties.fullInterval()).isAfter(now);
    }

    private Duration runStep(UUID owner, Round round, RoundCheckpoint checkpoint) {
        var mode = checkpoint.full() ? ScanMode.ALL_RECORDING : ScanMode.CHANGED_ONLY;
        var task =
                new CheckTask(RUN, checkpoint.projection(), TenantScope.ALL, Long.MAX_VALUE, mode, checkpoint.full());
        var step = check.next(task, checkpoint.at());
        var isFinished = step.checkpoint() == null;
        var next = isFinished
                ? afterIndex(round, checkpoint)
                : with(round, new RoundCheckpoint(checkpoint.full(), checkpoint.projection(), step.checkpoint()));
        transaction.executeWithoutResult(status -> {
            step.effects().run();
            if (!leases.save(owner, next)) {
                status.setRollbackOnly();
            }
        });
        if (next.checkpoint() == null) {
            afterRound(checkpoint.full());
            return Duration.ZERO;
        }
        return step.pause().compareTo(pause) > 0 ? step.pause() : pause;
    }

    private Round afterIndex(Round round, RoundCheckpoint checkpoint) {
        var projections = List.of(Projection.values());
        var done = projections.indexOf(checkpoint.projection()) + 1;
        return done < projections.size()
                ? with(round, new RoundCheckpoint(checkpoint.full(), projections.get(done), null))
                : new Round(null, round.startedAt(), clock.instant(), round.fullStartedAt());
    }

    private static Round with(Round round, RoundCheckpoint checkpoint) {
        return new Round(checkpoint, round.startedAt(), round.endedAt(), round.fullStartedAt());
    }

    private void afterRound(boolean full) {
        var open = Arrays.stream(Projection.values())
                .mapToLong(projection -> findings.countOpen(projection, TenantScope.ALL))
                .sum();
        LOG.atLevel(full ? Level.INFO : Level.DEBUG)
                .addKeyValue("full", full)
                .addKeyValue("open_findings", open)
                .log("A round of the continuous check is complete");
        if (properties.repair() && open > 0 && !requests.areUnfinished()) {
            var body = Json.mapper().createObjectNode().put("operation", SyncOperation.REPAIR.wireName());
            requests.submit(SyncRequest.read(body), body);
        }
    }
}
