package io.memlog.api.operations.replay;

import io.memlog.api.memory.projection.ProjectionStates;
import io.memlog.api.memory.projection.TimelineStep;
import io.memlog.api.operations.jobs.Job;
import io.memlog.api.operations.jobs.JobContext;
import io.memlog.api.operations.jobs.JobHandler;
import io.memlog.api.operations.jobs.JobProgressDelta;
import io.memlog.api.operations.replay.send.LatestEventFilter;
import io.memlog.api.operations.replay.send.LatestEvents;
import io.memlog.api.operations.replay.send.ReplayMessage;
import io.memlog.api.operations.replay.send.ReplaySender;
import io.memlog.schemas.memory.MemoryId;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Replays the latest events of memories to one projection, step by step. The plan of a step marks its memories as
/// pending; its execution sends their latest events. An interrupted step sends at most one batch a second time, which
/// the consumer skips.
@Component
record ProjectionReplayJob(
        LatestEvents events, ProjectionStates states, ReplaySender sender, ReplayProperties properties, Clock clock)
        implements JobHandler {

    static final String KIND = "replay";

    /// @param after everything up to this memory is sent; null before the first
    /// @param upTo  the last memory of the current step; null between two steps
    record Checkpoint(@Nullable MemoryId after, @Nullable MemoryId upTo) {

        static Checkpoint of(Job job) {
            return job.checkpoint(Checkpoint.class, new Checkpoint(null, null));
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Optional<JobProgressDelta> plan(Job job, int maxItems) {
        var filter = filter(job);
        var after = Checkpoint.of(job).after();
        var memories = events.memories(filter, after, maxItems);
        if (memories.isEmpty()) {
            return Optional.empty();
        }
        states.markPending(TimelineStep.REPLAY, filter.projection(), memories, clock.instant());
        return Optional.of(JobProgressDelta.to(new Checkpoint(after, memories.getLast())));
    }

    @Override
    public void execute(JobContext context) throws InterruptedException {
        var filter = filter(context.job());
        for (var checkpoint = Checkpoint.of(context.job());
                checkpoint.upTo() != null;
                checkpoint = Checkpoint.of(context.job())) {
            var end = checkpoint.upTo();
            var batch = events.read(filter, checkpoint.after(), end, ReplaySender.MAX_BATCH_BYTES);
            sender.send(
                    filter.projection(), batch.stream().map(ReplayMessage::of).toList(), context);
            var last = batch.isEmpty() ? end : batch.getLast().memory();
            var next = new Checkpoint(last, last.equals(end) ? null : end);
            context.commit(() -> JobProgressDelta.of(next, batch.size(), batch.size(), 0));
        }
    }

    private LatestEventFilter filter(Job job) {
        return ProjectionReplayRequest.read(job.request(), properties).filter();
    }
}
