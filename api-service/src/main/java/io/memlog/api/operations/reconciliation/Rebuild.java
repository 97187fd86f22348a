package io.memlog.api.operations.reconciliation;

import io.memlog.api.memory.projection.ProjectionStateRepository;
import io.memlog.api.operations.jobs.DependencyUnavailableException;
import io.memlog.api.operations.jobs.JobContext;
import io.memlog.api.operations.replay.send.LatestEvent;
import io.memlog.api.operations.replay.send.LatestEventFilter;
import io.memlog.api.operations.replay.send.LatestEventRepository;
import io.memlog.api.operations.replay.send.ReplaySender;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.topic.Projection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Sends the latest event of every memory to one index again, and waits until its consumer has settled all
/// of them. The index is pending as to a memory before its event is sent.
@Component
final class Rebuild {

    private static final int AT_ONCE = 500;
    private static final int MOST_BYTES = 8 * 1024 * 1024;
    private static final Duration UNTIL_NEXT_LOOK = Duration.ofMillis(500);

    private final LatestEventRepository log;
    private final RebuildMessages messages;
    private final ProjectionStateRepository states;
    private final ReplaySender sender;
    private final ConsumerLag queues;
    private final SyncProperties properties;
    private final Clock clock;

    Rebuild(
            LatestEventRepository log,
            RebuildMessages messages,
            ProjectionStateRepository states,
            ReplaySender sender,
            ConsumerLag queues,
            SyncProperties properties,
            Clock clock) {
        this.log = log;
        this.messages = messages;
        this.states = states;
        this.sender = sender;
        this.queues = queues;
        this.properties = properties;
        this.clock = clock;
    }

    /// Takes the next step.
    ///
    /// @param place null at the beginning
    StepResult<RebuildCheckpoint> next(
            JobContext job, Projection projection, TenantScope scope, @Nullable RebuildCheckpoint place)
            throws InterruptedException {
        var at = place == null ? RebuildCheckpoint.START : place;
        var filter = new LatestEventFilter(projection, scope.userId(), scope.projectId(), null, null, null);
        if (at.ends() != null) {
            return waitFor(projection, at, at.ends());
        }
        if (at.upTo() != null) {
            return send(job, filter, at, at.upTo());
        }
        var memories = log.next(filter, at.after(), AT_ONCE);
        if (memories.isEmpty()) {
            return StepResult.to(at.waitingFor(queues.ends(projection), Long.MAX_VALUE, clock.instant()));
        }
        return StepResult.to(at.sendingUpTo(memories.getLast()))
                .writing(() -> states.pend(projection, memories, clock.instant()));
    }

    private StepResult<RebuildCheckpoint> send(
            JobContext job, LatestEventFilter filter, RebuildCheckpoint at, MemoryId upTo) throws InterruptedException {
        List<LatestEvent> entries = log.read(filter, at.after(), upTo, MOST_BYTES);
        sender.send(filter.projection(), messages.of(filter.projection(), entries), job);
        var last = entries.isEmpty() ? upTo : entries.getLast().memory();
        return StepResult.to(at.sentUpTo(last)).settling(entries.size()).sending(entries.size());
    }

    private StepResult<RebuildCheckpoint> waitFor(Projection projection, RebuildCheckpoint at, Map<String, Long> ends) {
        var waiting = queues.waiting(projection, ends);
        if (waiting == 0) {
            return StepResult.over();
        }
        var now = clock.instant();
        var since = at.since();
        if (waiting < at.waiting() || since == null) {
            return StepResult.to(at.waitingFor(ends, waiting, now)).thenWaiting(UNTIL_NEXT_LOOK);
        }
        rejectIfStuck(projection, since, now);
        return StepResult.to(at).thenWaiting(UNTIL_NEXT_LOOK);
    }

    private void rejectIfStuck(Projection projection, Instant since, Instant now) {
        if (now.isAfter(since.plus(properties.patience()))) {
            throw new DependencyUnavailableException(
                    "the consumer of the " + projection.wireName() + " index does not get on with what was sent",
                    new IllegalStateException("nothing was settled since " + since));
        }
    }
}
