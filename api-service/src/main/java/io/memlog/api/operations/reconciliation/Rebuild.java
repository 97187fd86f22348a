package io.memlog.api.operations.reconciliation;

import io.memlog.api.memory.projection.ProjectionStates;
import io.memlog.api.memory.projection.TimelineStep;
import io.memlog.api.operations.jobs.DependencyUnavailableException;
import io.memlog.api.operations.jobs.JobContext;
import io.memlog.api.operations.replay.send.LatestEventFilter;
import io.memlog.api.operations.replay.send.LatestEvents;
import io.memlog.api.operations.replay.send.ReplayMessage;
import io.memlog.api.operations.replay.send.ReplaySender;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.topic.Projection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Resends the latest event of every memory to one index and waits until its consumer has acknowledged all of
/// them. A memory is marked pending before its event is sent. Events for the vector index carry the stored vectors
/// of the same version, so that they are not embedded again.
@Component
record Rebuild(
        LatestEvents log,
        StoredVectorRepository vectors,
        ProjectionStates states,
        ReplaySender sender,
        ConsumerLag lag,
        SyncProperties properties,
        Clock clock) {

    private static final int BATCH_SIZE = 500;

    /// The progress of the rebuild of one index, stored as JSON between two steps.
    ///
    /// @param after   all memories up to this one are sent; null at the beginning
    /// @param waiting for the consumer, after the last message; null before
    record Checkpoint(@Nullable MemoryId after, @Nullable Waiting waiting) {

        static final Checkpoint START = new Checkpoint(null, null);
    }

    /// @param ends  the end offsets of the consumer's topics
    /// @param lag   the last one
    /// @param since when it last decreased
    record Waiting(Map<String, Long> ends, long lag, Instant since) {}

    StepResult next(JobContext job, SyncRequest.Phase phase, Checkpoint at) throws InterruptedException {
        var projection = phase.projection();
        if (at.waiting() != null) {
            return waitFor(projection, at.waiting());
        }
        var filter = new LatestEventFilter(
                projection, phase.scope().userId(), phase.scope().projectId(), null, null, null);
        var memories = log.memories(filter, at.after(), BATCH_SIZE);
        if (memories.isEmpty()) {
            return waitingFor(lag.endOffsets(projection), Long.MAX_VALUE);
        }
        SyncJob.commit(job, () -> states.markPending(TimelineStep.REPAIR, projection, memories, clock.instant()));
        var last = memories.getLast();
        var events = log.read(filter, at.after(), last, ReplaySender.MAX_BATCH_BYTES);
        sender.send(projection, messages(projection, events), job);
        return StepResult.to(new Checkpoint(
                        events.isEmpty() ? last : events.getLast().memory(), null))
                .withSent(events.size());
    }

    private List<ReplayMessage> messages(Projection projection, List<LatestEvents.Event> events) {
        Map<MemoryId, StoredVectorRepository.Vectors> stored = projection == Projection.VECTOR
                ? vectors.find(events.stream().map(LatestEvents.Event::memory).toList())
                : Map.of();
        return events.stream()
                .map(event -> {
                    var message = ReplayMessage.of(event);
                    var own = stored.get(event.memory());
                    return own != null && isOf(own.version(), message) ? message.with(own.headers()) : message;
                })
                .toList();
    }

    private static boolean isOf(long version, ReplayMessage message) {
        var value = Long.toString(version).getBytes(StandardCharsets.UTF_8);
        return message.headers().stream()
                .anyMatch(header ->
                        header.name().equals(CloudEventHeaders.MEMORY_VERSION) && Arrays.equals(header.value(), value));
    }

    private StepResult waitFor(Projection projection, Waiting waiting) {
        var left = lag.lagBefore(projection, waiting.ends());
        if (left == 0) {
            return StepResult.finished();
        }
        if (left < waiting.lag()) {
            return waitingFor(waiting.ends(), left);
        }
        if (clock.instant().isAfter(waiting.since().plus(properties.timeout()))) {
            throw new DependencyUnavailableException(
                    "the consumer of the " + projection.wireName() + " index makes no progress",
                    new IllegalStateException("nothing was acknowledged since " + waiting.since()));
        }
        return StepResult.to(new Checkpoint(null, waiting)).withPause(StepResult.POLL_INTERVAL);
    }

    private StepResult waitingFor(Map<String, Long> ends, long left) {
        return StepResult.to(new Checkpoint(null, new Waiting(ends, left, clock.instant())))
                .withPause(StepResult.POLL_INTERVAL);
    }
}
