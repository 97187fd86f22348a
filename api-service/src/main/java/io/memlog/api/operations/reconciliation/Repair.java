package io.memlog.api.operations.reconciliation;

import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toMap;

import io.memlog.api.operations.jobs.JobContext;
import io.memlog.api.operations.replay.send.LatestEvent;
import io.memlog.api.operations.replay.send.ReplayMessage;
import io.memlog.api.operations.replay.send.ReplayMessages;
import io.memlog.api.operations.replay.send.ReplaySender;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.topic.Projection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Repairs an index through the consumer that owns it. Each finding is verified before, and afterwards until the
/// index shows the repair.
@Component
final class Repair {

    private static final int BATCH_SIZE = 250;
    private static final int MAX_BATCH_BYTES = 8 * 1024 * 1024;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(300);

    private final FindingRepository findings;
    private final LogInventoryRepository log;
    private final RepairVerification verification;
    private final ReplaySender sender;
    private final Clock clock;

    Repair(
            FindingRepository findings,
            LogInventoryRepository log,
            RepairVerification verification,
            ReplaySender sender,
            Clock clock) {
        this.findings = findings;
        this.log = log;
        this.verification = verification;
        this.sender = sender;
        this.clock = clock;
    }

    /// Runs the next step.
    ///
    /// @param checkpoint null at the beginning
    StepResult<RepairCheckpoint> next(
            JobContext job, Projection projection, TenantScope scope, long limit, @Nullable RepairCheckpoint checkpoint)
            throws InterruptedException {
        var at = checkpoint == null ? RepairCheckpoint.START : checkpoint;
        if (at.batch().isEmpty()) {
            return take(projection, scope, limit, at);
        }
        if (at.sending()) {
            return send(job, projection, at);
        }
        var step = verification.verify(job.job().id().value(), projection, at);
        var next = step.checkpoint();
        return next == null || next.batch().isEmpty() || next.sending() ? step : step.withPause(POLL_INTERVAL);
    }

    private StepResult<RepairCheckpoint> take(
            Projection projection, TenantScope scope, long limit, RepairCheckpoint checkpoint) {
        var size = (int) Math.min(BATCH_SIZE, limit - checkpoint.begun());
        var open = size == 0 ? List.<Finding>of() : findings.findOpen(projection, scope, checkpoint.after(), size);
        return open.isEmpty() ? StepResult.finished() : StepResult.to(checkpoint.start(open));
    }

    private StepResult<RepairCheckpoint> send(JobContext job, Projection projection, RepairCheckpoint checkpoint)
            throws InterruptedException {
        var due = checkpoint.batch().stream()
                .filter(RepairCheckpoint.Item::due)
                .collect(partitioningBy(item -> item.action() == RepairAction.PURGE));
        var purged = due.getOrDefault(true, List.of());
        sender.send(
                projection,
                purged.stream()
                        .map(item -> ReplayMessages.purge(item.memory(), Objects.requireNonNull(item.purge())))
                        .toList(),
                job);
        var sent = sendLatest(job, projection, due.getOrDefault(false, List.of()));
        return StepResult.to(checkpoint.sent(clock.instant())).withSent(purged.size() + sent);
    }

    private long sendLatest(JobContext job, Projection projection, List<RepairCheckpoint.Item> items)
            throws InterruptedException {
        List<MemoryId> left = new ArrayList<>(
                items.stream().map(item -> item.memory().id()).sorted().toList());
        Map<MemoryId, Long> purged = items.stream()
                .filter(item -> item.purge() != null)
                .collect(toMap(item -> item.memory().id(), item -> Objects.requireNonNull(item.purge())));
        long sent = 0;
        while (!left.isEmpty()) {
            var entries = log.latest(left, MAX_BATCH_BYTES);
            if (entries.isEmpty()) {
                return sent;
            }
            List<ReplayMessage> messages = entries.stream()
                    .map(entry -> message(entry, purged.get(entry.memory())))
                    .toList();
            sender.send(projection, messages, job);
            sent += messages.size();
            var last = entries.getLast().memory();
            left.removeIf(memory -> memory.compareTo(last) <= 0);
        }
        return sent;
    }

    private static ReplayMessage message(LatestEvent event, @Nullable Long purge) {
        var message = ReplayMessages.of(event);
        return purge == null ? message : ReplayMessages.purging(message, purge);
    }
}
