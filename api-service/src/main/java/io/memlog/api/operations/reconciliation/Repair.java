package io.memlog.api.operations.reconciliation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.memlog.api.memory.projection.ProjectionStates;
import io.memlog.api.memory.projection.TimelineStep;
import io.memlog.api.operations.jobs.JobContext;
import io.memlog.api.operations.reconciliation.StepResult.Count;
import io.memlog.api.operations.replay.send.LatestEvents;
import io.memlog.api.operations.replay.send.ReplayMessage;
import io.memlog.api.operations.replay.send.ReplaySender;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.topic.Projection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Repairs open findings through the consumer that owns the index: compares each again, marks the projection
/// pending, sends one message, and compares until the index agrees.
@Component
record Repair(
        FindingRepository findings,
        LatestEvents log,
        IndexComparison index,
        ProjectionStates states,
        ReplaySender sender,
        SyncProperties properties,
        Clock clock) {

    private static final int BATCH_SIZE = 250;

    /// The progress of the repair of one index, stored as JSON between two steps.
    ///
    /// @param after    findings up to this number are closed or left
    /// @param finished the number of findings that are closed or left
    /// @param since    the time of the last message or progress; null at the beginning
    record Checkpoint(long after, long finished, @Nullable Instant since) {

        static final Checkpoint START = new Checkpoint(0, 0, null);
    }

    /// Closes what agrees, sends what this job has not sent yet, and leaves what its consumer does not repair in
    /// time. A step that is interrupted sends again.
    StepResult next(JobContext context, SyncRequest.Phase phase, Checkpoint at) throws InterruptedException {
        var size = (int) Math.min(BATCH_SIZE, phase.limit() - at.finished());
        var batch = findings.findOpen(phase.projection(), phase.scope(), at.after(), size);
        if (batch.isEmpty()) {
            return StepResult.finished();
        }
        var job = context.job().id().value();
        var different = compare(phase.projection(), batch);
        List<Long> repaired = new ArrayList<>();
        List<Long> gone = new ArrayList<>();
        Map<Finding, Discrepancy> due = new LinkedHashMap<>();
        for (var finding : batch) {
            var discrepancy = different.get(finding.number());
            var isSent = finding.repair() != null && job.equals(finding.repair().job());
            if (discrepancy == null) {
                (isSent ? repaired : gone).add(finding.number());
            } else if (!isSent || !finding.discrepancy().isRepairedLike(discrepancy)) {
                due.put(finding, discrepancy);
            }
        }
        send(context, phase.projection(), due);
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var closed = repaired.size() + gone.size();
        var since = closed == 0 && due.isEmpty() && at.since() != null ? at.since() : now;
        var hasTimedOut = now.isAfter(since.plus(properties.timeout()));
        var left = hasTimedOut ? batch.size() : 0;
        var after = hasTimedOut ? batch.getLast().number() : at.after();
        return StepResult.to(new Checkpoint(after, at.finished() + closed + left, hasTimedOut ? null : since))
                .withPause(different.isEmpty() || hasTimedOut ? Duration.ZERO : StepResult.POLL_INTERVAL)
                .withSent(due.size())
                .withCounts(Map.of(
                        Count.GONE, (long) gone.size(),
                        Count.REPAIRED, (long) repaired.size(),
                        Count.LEFT, (long) left))
                .withEffects(() -> {
                    findings.close(gone, Finding.State.RESOLVED, null, now);
                    findings.close(repaired, Finding.State.REPAIRED, job, now);
                    findings.markRepaired(due, job, now);
                });
    }

    /// What still differs, by the number of the finding.
    private Map<Long, Discrepancy> compare(Projection projection, List<Finding> batch) {
        Map<Long, Discrepancy> different = new HashMap<>();
        batch.stream().collect(groupingBy(Finding::tenant)).forEach((tenant, own) -> {
            var numbers = own.stream().collect(toMap(Finding::memory, Finding::number));
            index.compare(projection, tenant, numbers.keySet())
                    .differs()
                    .forEach((memory, discrepancy) -> different.put(numbers.get(memory), discrepancy));
        });
        return different;
    }

    /// What is purged is unknown to the log or another tenant's, so only what is sent becomes pending.
    private void send(JobContext context, Projection projection, Map<Finding, Discrepancy> due)
            throws InterruptedException {
        List<ReplayMessage> purges = new ArrayList<>();
        SortedMap<MemoryId, Discrepancy> resends = new TreeMap<>();
        due.forEach((finding, discrepancy) -> {
            if (discrepancy.action() == Discrepancy.Action.PURGE) {
                purges.add(ReplayMessage.purge(
                        new MemoryKey(finding.memory(), finding.tenant()),
                        Objects.requireNonNull(discrepancy.purgedVersion())));
            } else {
                resends.put(finding.memory(), discrepancy);
            }
        });
        if (!resends.isEmpty()) {
            var pending = List.copyOf(resends.keySet());
            SyncJob.commit(
                    context, () -> states.markPending(TimelineStep.REPAIR, projection, pending, clock.instant()));
        }
        sender.send(projection, purges, context);
        while (!resends.isEmpty()) {
            var events = log.read(resends.keySet(), ReplaySender.MAX_BATCH_BYTES);
            if (events.isEmpty()) {
                return;
            }
            List<ReplayMessage> messages = new ArrayList<>();
            for (var event : events) {
                var message = ReplayMessage.of(event);
                var purged = Objects.requireNonNull(resends.get(event.memory())).purgedVersion();
                messages.add(purged == null ? message : message.purging(purged));
            }
            sender.send(projection, messages, context);
            var last = events.getLast().memory();
            resends.keySet().removeIf(memory -> memory.compareTo(last) <= 0);
        }
    }
}
