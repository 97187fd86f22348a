package io.memlog.api.replay;

import io.memlog.api.jobs.Advance;
import io.memlog.api.jobs.Job;
import io.memlog.api.jobs.JobKind;
import io.memlog.api.jobs.RunningJob;
import io.memlog.api.memories.ProjectionStates;
import io.memlog.schemas.memory.MemoryId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The replay of the log to one index. A piece of memories is marked as pending, then their latest events
/// are sent. A piece that was cut off is sent again, which the index passes over.
@Component
final class LogReplay implements JobKind {

    static final String KIND = "replay";

    private static final int MOST_BYTES = 8 * 1024 * 1024;

    private final LogReader log;
    private final ProjectionStates states;
    private final ReplaySender sender;
    private final ReplayProperties properties;
    private final Clock clock;

    LogReplay(LogReader log, ProjectionStates states, ReplaySender sender, ReplayProperties properties, Clock clock) {
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
    public Optional<Advance> begin(Job job, int most) {
        var filter = filter(job);
        var after = LogPlace.of(job.place()).after();
        var memories = log.next(filter, after, most);
        if (memories.isEmpty()) {
            return Optional.empty();
        }
        states.pend(filter.projection(), memories, clock.instant());
        return Optional.of(Advance.to(new LogPlace(after, memories.getLast()).json()));
    }

    @Override
    public void finish(RunningJob job) throws InterruptedException {
        var filter = filter(job.job());
        var place = LogPlace.of(job.job().place());
        while (place.upTo() != null) {
            var entries = log.read(filter, place.after(), place.upTo(), MOST_BYTES);
            sender.send(
                    filter.projection(), entries.stream().map(LogMessage::of).toList(), job);
            var next = entries.isEmpty() || last(entries).equals(place.upTo())
                    ? new LogPlace(place.upTo(), null)
                    : new LogPlace(last(entries), place.upTo());
            job.record(() -> new Advance(next.json(), entries.size(), entries.size(), 0));
            place = next;
        }
    }

    private LogFilter filter(Job job) {
        return LogReplayRequest.read(job.request(), properties).filter();
    }

    private static MemoryId last(List<LogEntry> entries) {
        return entries.getLast().memory();
    }
}
