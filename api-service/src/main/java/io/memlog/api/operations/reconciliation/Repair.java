package io.memlog.api.operations.reconciliation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.partitioningBy;

import io.memlog.api.memory.projection.ProjectionStates;
import io.memlog.api.operations.jobs.JobContext;
import io.memlog.api.operations.replay.send.LatestEvent;
import io.memlog.api.operations.replay.send.ReplayMessage;
import io.memlog.api.operations.replay.send.ReplayMessages;
import io.memlog.api.operations.replay.send.ReplaySender;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.topic.Projection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Repairs open findings through the consumer that owns the index: compares each again, marks the projection
/// pending, sends one message, and compares until the index agrees.
@Component
final class Repair {

    private static final int BATCH_SIZE = 250;
    private static final int MAX_BATCH_BYTES = 8 * 1024 * 1024;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(300);

    private final FindingRepository findings;
    private final LogInventoryRepository log;
    private final IndexInventory index;
    private final ProjectionStates states;
    private final ReplaySender sender;
    private final SyncProperties properties;
    private final Clock clock;

    Repair(
            FindingRepository findings,
            LogInventoryRepository log,
            IndexInventory index,
            ProjectionStates states,
            ReplaySender sender,
            SyncProperties properties,
            Clock clock) {
        this.findings = findings;
        this.log = log;
        this.index = index;
        this.states = states;
        this.sender = sender;
        this.properties = properties;
        this.clock = clock;
    }

    /// The progress of the repair of one index, stored as JSON between two steps.
    ///
    /// @param after    findings up to this number are finished
    /// @param begun    the number of findings that were started
    /// @param upTo     the last number of the current batch; null between two batches
    /// @param markedAt when those were marked that are to be sent; null when none are
    /// @param since    the time of the last message or progress; null before the first message
    record Checkpoint(
            long after,
            long begun,
            @Nullable Long upTo,
            @Nullable Instant markedAt,
            @Nullable Instant since) {

        static final Checkpoint START = new Checkpoint(0, 0, null, null, null);

        Checkpoint start(List<Finding> batch) {
            return new Checkpoint(after, begun + batch.size(), batch.getLast().number(), null, null);
        }

        Checkpoint marked(Instant now) {
            return new Checkpoint(after, begun, upTo, now, since);
        }

        Checkpoint waitingSince(@Nullable Instant progress) {
            return new Checkpoint(after, begun, upTo, null, progress);
        }

        Checkpoint finished(long batch) {
            return new Checkpoint(batch, begun, null, null, null);
        }
    }

    /// Runs the next step.
    ///
    /// @param limit      the maximum number of findings
    /// @param checkpoint null at the beginning
    StepResult<Checkpoint> next(
            JobContext job, Projection projection, TenantScope scope, long limit, @Nullable Checkpoint checkpoint)
            throws InterruptedException {
        var at = checkpoint == null ? Checkpoint.START : checkpoint;
        if (at.upTo() == null) {
            var size = (int) Math.min(BATCH_SIZE, limit - at.begun());
            var open = findings.findOpen(projection, scope, at.after(), Long.MAX_VALUE, size);
            return open.isEmpty() ? StepResult.finished() : StepResult.to(at.start(open));
        }
        var batch = findings.findOpen(projection, scope, at.after(), at.upTo(), BATCH_SIZE);
        return at.markedAt() == null
                ? verify(job.job().id().value(), projection, at, at.upTo(), batch)
                : send(job, projection, at, batch);
    }

    private StepResult<Checkpoint> verify(
            UUID job, Projection projection, Checkpoint at, long upTo, List<Finding> batch) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var different = compare(projection, batch);
        List<Long> repaired = new ArrayList<>();
        List<Long> gone = new ArrayList<>();
        Map<Long, Discrepancy> due = new TreeMap<>();
        for (var finding : batch) {
            var discrepancy = different.get(finding.number());
            var isSent = job.equals(finding.job());
            if (discrepancy == null) {
                (isSent ? repaired : gone).add(finding.number());
            } else if (!isSent || !finding.discrepancy().isRepairedLike(discrepancy)) {
                due.put(finding.number(), discrepancy);
            }
        }
        var closed = repaired.size() + gone.size();
        var hasTimedOut = at.since() != null
                && closed == 0
                && due.isEmpty()
                && now.isAfter(at.since().plus(properties.timeout()));
        var left = hasTimedOut ? different.size() : 0;
        var result = StepResult.to(next(at, upTo, now, due, closed, different.size() - left));
        return (different.isEmpty() || hasTimedOut || !due.isEmpty() ? result : result.withPause(POLL_INTERVAL))
                .withDone(closed + left)
                .withSummary(CheckSummary.repaired(gone.size(), repaired.size(), left))
                .withEffects(() -> {
                    findings.close(gone, FindingState.RESOLVED, null, now);
                    findings.close(repaired, FindingState.REPAIRED, job, now);
                    mark(job, projection, batch, due, now);
                });
    }

    private static Checkpoint next(
            Checkpoint at, long upTo, Instant now, Map<Long, Discrepancy> due, int closed, int open) {
        if (open == 0) {
            return at.finished(upTo);
        }
        return due.isEmpty() ? at.waitingSince(closed == 0 ? at.since() : now) : at.marked(now);
    }

    /// What still differs, by the number of the finding.
    private Map<Long, Discrepancy> compare(Projection projection, List<Finding> batch) {
        Map<Long, Discrepancy> different = new HashMap<>();
        batch.stream().collect(groupingBy(finding -> finding.memory().tenant())).forEach((tenant, own) -> {
            var ids = own.stream().map(finding -> finding.memory().id()).toList();
            var indexed = index.entries(projection, tenant, ids);
            var known = log.states(projection, tenant, ids);
            for (var finding : own) {
                var memory = finding.memory().id();
                Discrepancy.between(known.get(memory), indexed.get(memory))
                        .ifPresent(discrepancy -> different.put(finding.number(), discrepancy));
            }
        });
        return different;
    }

    /// What is purged is unknown to the log or another tenant's, so only what is sent becomes pending.
    private void mark(UUID job, Projection projection, List<Finding> batch, Map<Long, Discrepancy> due, Instant now) {
        findings.markRepaired(due, job, now);
        var sent = batch.stream()
                .filter(finding -> {
                    var discrepancy = due.get(finding.number());
                    return discrepancy != null && discrepancy.action() == RepairAction.RESEND;
                })
                .map(finding -> finding.memory().id())
                .sorted()
                .toList();
        if (!sent.isEmpty()) {
            states.markPending(projection, sent, now);
        }
    }

    private StepResult<Checkpoint> send(JobContext job, Projection projection, Checkpoint at, List<Finding> batch)
            throws InterruptedException {
        var due = batch.stream()
                .filter(finding -> Objects.equals(finding.repairAt(), at.markedAt()))
                .collect(partitioningBy(finding -> finding.action() == RepairAction.PURGE));
        List<ReplayMessage> purges = due.getOrDefault(true, List.of()).stream()
                .map(finding -> ReplayMessages.purge(
                        finding.memory(),
                        Objects.requireNonNull(finding.discrepancy().purgedVersion())))
                .toList();
        sender.send(projection, purges, job);
        var sent = sendLatest(job, projection, due.getOrDefault(false, List.of()));
        return StepResult.to(at.waitingSince(clock.instant())).withSent(purges.size() + sent);
    }

    private long sendLatest(JobContext job, Projection projection, List<Finding> batch) throws InterruptedException {
        SortedMap<MemoryId, Discrepancy> left = new TreeMap<>();
        batch.forEach(finding -> left.put(finding.memory().id(), finding.discrepancy()));
        long sent = 0;
        while (!left.isEmpty()) {
            var events = log.latest(left.keySet(), MAX_BATCH_BYTES);
            if (events.isEmpty()) {
                return sent;
            }
            var messages = events.stream()
                    .map(event -> message(
                            event,
                            Objects.requireNonNull(left.get(event.memory())).purgedVersion()))
                    .toList();
            sender.send(projection, messages, job);
            sent += messages.size();
            var last = events.getLast().memory();
            left.keySet().removeIf(memory -> memory.compareTo(last) <= 0);
        }
        return sent;
    }

    private static ReplayMessage message(LatestEvent event, @Nullable Long purgedVersion) {
        var message = ReplayMessages.of(event);
        return purgedVersion == null ? message : ReplayMessages.purging(message, purgedVersion);
    }
}
