package io.memlog.api.operations.reconciliation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.memlog.api.operations.jobs.JobContext;
import io.memlog.api.operations.replay.send.ReplayMessage;
import io.memlog.api.operations.replay.send.ReplayMessages;
import io.memlog.api.operations.replay.send.ReplaySender;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.topic.Projection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Brings an index back to the log where it disagrees, through the consumer that owns it. Every finding is
/// looked at again first, and afterwards until the index shows what was sent.
@Component
final class Repair {

    private static final int AT_ONCE = 250;
    private static final int MOST_BYTES = 8 * 1024 * 1024;
    private static final Duration UNTIL_NEXT_LOOK = Duration.ofMillis(300);

    private final FindingRepository findings;
    private final LogInventoryRepository log;
    private final RepairVerification aftercare;
    private final ReplaySender sender;
    private final Clock clock;

    Repair(
            FindingRepository findings,
            LogInventoryRepository log,
            RepairVerification aftercare,
            ReplaySender sender,
            Clock clock) {
        this.findings = findings;
        this.log = log;
        this.aftercare = aftercare;
        this.sender = sender;
        this.clock = clock;
    }

    /// Takes the next step.
    ///
    /// @param place null at the beginning
    StepResult<RepairCheckpoint> next(
            JobContext job, Projection projection, TenantScope scope, long limit, @Nullable RepairCheckpoint place)
            throws InterruptedException {
        var at = place == null ? RepairCheckpoint.START : place;
        if (at.batch().isEmpty()) {
            return take(projection, scope, limit, at);
        }
        if (at.sending()) {
            return send(job, projection, at);
        }
        var step = aftercare.look(job.job().id().value(), projection, at);
        var next = step.place();
        return next == null || next.batch().isEmpty() || next.sending() ? step : step.thenWaiting(UNTIL_NEXT_LOOK);
    }

    private StepResult<RepairCheckpoint> take(
            Projection projection, TenantScope scope, long limit, RepairCheckpoint place) {
        var most = (int) Math.min(AT_ONCE, limit - place.begun());
        var open = most == 0 ? List.<Finding>of() : findings.open(projection, scope, place.after(), most);
        return open.isEmpty() ? StepResult.over() : StepResult.to(place.take(open));
    }

    private StepResult<RepairCheckpoint> send(JobContext job, Projection projection, RepairCheckpoint place)
            throws InterruptedException {
        var due = place.batch().stream()
                .filter(RepairCheckpoint.Item::due)
                .collect(groupingBy(
                        item -> item.remedy() == RepairAction.ERASED,
                        mapping(RepairCheckpoint.Item::memory, toList())));
        var erased = due.getOrDefault(true, List.of());
        sender.send(projection, erased.stream().map(ReplayMessages::erasing).toList(), job);
        var sent = sendLatest(job, projection, due.getOrDefault(false, List.of()));
        return StepResult.to(place.sent(clock.instant())).sending(erased.size() + sent);
    }

    private long sendLatest(JobContext job, Projection projection, List<MemoryKey> memories)
            throws InterruptedException {
        List<MemoryId> left =
                new ArrayList<>(memories.stream().map(MemoryKey::id).sorted().toList());
        long sent = 0;
        while (!left.isEmpty()) {
            var entries = log.latest(left, MOST_BYTES);
            if (entries.isEmpty()) {
                return sent;
            }
            List<ReplayMessage> messages =
                    entries.stream().map(ReplayMessages::of).toList();
            sender.send(projection, messages, job);
            sent += messages.size();
            var last = entries.getLast().memory();
            left.removeIf(memory -> memory.compareTo(last) <= 0);
        }
        return sent;
    }
}
