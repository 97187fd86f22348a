package io.memlog.api.sync;

import io.memlog.api.jobs.RunningJob;
import io.memlog.api.jobs.StoreAwayException;
import io.memlog.api.memories.ProjectionStates;
import io.memlog.api.replay.LogEntry;
import io.memlog.api.replay.LogFilter;
import io.memlog.api.replay.LogReader;
import io.memlog.api.replay.ReplaySender;
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

    private final LogReader log;
    private final RebuildMessages messages;
    private final ProjectionStates states;
    private final ReplaySender sender;
    private final Queues queues;
    private final SyncProperties properties;
    private final Clock clock;

    Rebuild(
            LogReader log,
            RebuildMessages messages,
            ProjectionStates states,
            ReplaySender sender,
            Queues queues,
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
    Step<RebuildPlace> next(RunningJob job, Projection projection, Scope scope, @Nullable RebuildPlace place)
            throws InterruptedException {
        var at = place == null ? RebuildPlace.START : place;
        var filter = new LogFilter(projection, scope.userId(), scope.projectId(), null, null, null);
        if (at.ends() != null) {
            return waitFor(projection, at, at.ends());
        }
        if (at.upTo() != null) {
            return send(job, filter, at, at.upTo());
        }
        var memories = log.next(filter, at.after(), AT_ONCE);
        if (memories.isEmpty()) {
            return Step.to(at.waitingFor(queues.ends(projection), Long.MAX_VALUE, clock.instant()));
        }
        return Step.to(at.sendingUpTo(memories.getLast()))
                .writing(() -> states.pend(projection, memories, clock.instant()));
    }

    private Step<RebuildPlace> send(RunningJob job, LogFilter filter, RebuildPlace at, MemoryId upTo)
            throws InterruptedException {
        List<LogEntry> entries = log.read(filter, at.after(), upTo, MOST_BYTES);
        sender.send(filter.projection(), messages.of(filter.projection(), entries), job);
        var last = entries.isEmpty() ? upTo : entries.getLast().memory();
        return Step.to(at.sentUpTo(last)).settling(entries.size()).sending(entries.size());
    }

    private Step<RebuildPlace> waitFor(Projection projection, RebuildPlace at, Map<String, Long> ends) {
        var waiting = queues.waiting(projection, ends);
        if (waiting == 0) {
            return Step.over();
        }
        var now = clock.instant();
        var since = at.since();
        if (waiting < at.waiting() || since == null) {
            return Step.to(at.waitingFor(ends, waiting, now)).thenWaiting(UNTIL_NEXT_LOOK);
        }
        rejectIfStuck(projection, since, now);
        return Step.to(at).thenWaiting(UNTIL_NEXT_LOOK);
    }

    private void rejectIfStuck(Projection projection, Instant since, Instant now) {
        if (now.isAfter(since.plus(properties.patience()))) {
            throw new StoreAwayException(
                    "the consumer of the " + projection.wireName() + " index does not get on with what was sent",
                    new IllegalStateException("nothing was settled since " + since));
        }
    }
}
