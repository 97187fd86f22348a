package io.memlog.api.operations.reconciliation;

import io.memlog.api.memory.projection.ProjectionStates;
import io.memlog.api.operations.jobs.DependencyUnavailableException;
import io.memlog.api.operations.jobs.JobContext;
import io.memlog.api.operations.replay.send.LatestEvent;
import io.memlog.api.operations.replay.send.LatestEventFilter;
import io.memlog.api.operations.replay.send.LatestEvents;
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

/// Resends the latest event of every memory to one index and waits until its consumer has acknowledged all of
/// them. A memory is marked pending before its event is sent.
@Component
final class Rebuild {

    private static final int BATCH_SIZE = 500;
    private static final int MAX_BATCH_BYTES = 8 * 1024 * 1024;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

    private final LatestEvents log;
    private final RebuildMessages messages;
    private final ProjectionStates states;
    private final ReplaySender sender;
    private final ConsumerLag lag;
    private final SyncProperties properties;
    private final Clock clock;

    Rebuild(
            LatestEvents log,
            RebuildMessages messages,
            ProjectionStates states,
            ReplaySender sender,
            ConsumerLag lag,
            SyncProperties properties,
            Clock clock) {
        this.log = log;
        this.messages = messages;
        this.states = states;
        this.sender = sender;
        this.lag = lag;
        this.properties = properties;
        this.clock = clock;
    }

    /// The progress of the rebuild of one index, stored as JSON between two steps.
    ///
    /// @param after   all memories up to this one are sent; null at the beginning
    /// @param upTo    the last memory of the batch that is being sent; null between two batches
    /// @param ends    the end offsets of the consumer's topics after the last message; null before
    /// @param waiting the last lag of the consumer
    /// @param since   when the lag last decreased
    record Checkpoint(
            @Nullable MemoryId after,
            @Nullable MemoryId upTo,
            @Nullable Map<String, Long> ends,
            long waiting,
            @Nullable Instant since) {

        static final Checkpoint START = new Checkpoint(null, null, null, 0, null);

        Checkpoint sendingUpTo(MemoryId last) {
            return new Checkpoint(after, last, null, 0, null);
        }

        Checkpoint sentUpTo(MemoryId last) {
            return new Checkpoint(last, last.equals(upTo) ? null : upTo, null, 0, null);
        }

        Checkpoint waitingFor(Map<String, Long> endOffsets, long messages, Instant now) {
            return new Checkpoint(after, null, endOffsets, messages, now);
        }
    }

    /// Runs the next step.
    ///
    /// @param checkpoint null at the beginning
    StepResult<Checkpoint> next(
            JobContext job, Projection projection, TenantScope scope, @Nullable Checkpoint checkpoint)
            throws InterruptedException {
        var at = checkpoint == null ? Checkpoint.START : checkpoint;
        var filter = new LatestEventFilter(projection, scope.userId(), scope.projectId(), null, null, null);
        if (at.ends() != null) {
            return waitFor(projection, at, at.ends());
        }
        if (at.upTo() != null) {
            return send(job, filter, at, at.upTo());
        }
        var memories = log.memories(filter, at.after(), BATCH_SIZE);
        if (memories.isEmpty()) {
            return StepResult.to(at.waitingFor(lag.endOffsets(projection), Long.MAX_VALUE, clock.instant()));
        }
        return StepResult.to(at.sendingUpTo(memories.getLast()))
                .withEffects(() -> states.markPending(projection, memories, clock.instant()));
    }

    private StepResult<Checkpoint> send(JobContext job, LatestEventFilter filter, Checkpoint at, MemoryId upTo)
            throws InterruptedException {
        List<LatestEvent> entries = log.read(filter, at.after(), upTo, MAX_BATCH_BYTES);
        sender.send(filter.projection(), messages.of(filter.projection(), entries), job);
        var last = entries.isEmpty() ? upTo : entries.getLast().memory();
        return StepResult.to(at.sentUpTo(last)).withDone(entries.size()).withSent(entries.size());
    }

    private StepResult<Checkpoint> waitFor(Projection projection, Checkpoint at, Map<String, Long> endOffsets) {
        var waiting = lag.lagBefore(projection, endOffsets);
        if (waiting == 0) {
            return StepResult.finished();
        }
        var now = clock.instant();
        var since = at.since();
        if (waiting < at.waiting() || since == null) {
            return StepResult.to(at.waitingFor(endOffsets, waiting, now)).withPause(POLL_INTERVAL);
        }
        throwIfStuck(projection, since, now);
        return StepResult.to(at).withPause(POLL_INTERVAL);
    }

    private void throwIfStuck(Projection projection, Instant since, Instant now) {
        if (now.isAfter(since.plus(properties.timeout()))) {
            throw new DependencyUnavailableException(
                    "the consumer of the " + projection.wireName() + " index makes no progress",
                    new IllegalStateException("nothing was acknowledged since " + since));
        }
    }
}
