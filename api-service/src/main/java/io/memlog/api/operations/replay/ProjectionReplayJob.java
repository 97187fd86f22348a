package io.memlog.api.operations.replay;

import io.memlog.api.memory.projection.ProjectionStates;
import io.memlog.api.operations.jobs.Job;
import io.memlog.api.operations.jobs.JobContext;
import io.memlog.api.operations.jobs.JobHandler;
import io.memlog.api.operations.jobs.JobProgressDelta;
import io.memlog.api.operations.replay.send.LatestEvent;
import io.memlog.api.operations.replay.send.LatestEventFilter;
import io.memlog.api.operations.replay.send.LatestEventRepository;
import io.memlog.api.operations.replay.send.ReplayMessages;
import io.memlog.api.operations.replay.send.ReplaySender;
import io.memlog.schemas.memory.MemoryId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The replay of the log to one index. A piece of memories is marked as pending, then their latest events
/// are sent. A piece that was cut off is sent again, which the index passes over.
@Component
final class ProjectionReplayJob implements JobHandler {

    static final String KIND = "replay";

    private static final int MOST_BYTES = 8 * 1024 * 1024;

    private final LatestEventRepository log;
    private final ProjectionStates states;
    private final ReplaySender sender;
    private final ReplayProperties properties;
    private final Clock clock;

    ProjectionReplayJob(
            LatestEventRepository log,
            ProjectionStates states,
            ReplaySender sender,
            ReplayProperties properties,
            Clock clock) {
        this.log = log;
        this.states = states;
        this.sender = sender;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public Optional<JobProgressDelta> begin(Job job, int most) {
        var filter = filter(job);
        var after = ProjectionReplayCheckpoint.of(job.place()).after();
        var memories = log.next(filter, after, most);
        if (memories.isEmpty()) {
            return Optional.empty();
        }
        states.markPending(filter.projection(), memories, clock.instant());
        return Optional.of(JobProgressDelta.to(new ProjectionReplayCheckpoint(after, memories.getLast()).json()));
    }

    @Override
    public void finish(JobContext job) throws InterruptedException {
        var filter = filter(job.job());
        var place = ProjectionReplayCheckpoint.of(job.job().place());
        while (place.upTo() != null) {
            var entries = log.read(filter, place.after(), place.upTo(), MOST_BYTES);
            sender.send(
                    filter.projection(),
                    entries.stream().map(ReplayMessages::of).toList(),
                    job);
            var next = entries.isEmpty() || last(entries).equals(place.upTo())
                    ? new ProjectionReplayCheckpoint(place.upTo(), null)
                    : new ProjectionReplayCheckpoint(last(entries), place.upTo());
            job.record(() -> new JobProgressDelta(next.json(), entries.size(), entries.size(), 0));
            place = next;
        }
    }

    private LatestEventFilter filter(Job job) {
        return ProjectionReplayRequest.read(job.request(), properties).filter();
    }

    private static MemoryId last(List<LatestEvent> entries) {
        return entries.getLast().memory();
    }
}
