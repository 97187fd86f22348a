package io.memlog.api.operations.replay;

import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.api.operations.deadletters.DeadLetterProperties;
import io.memlog.api.operations.deadletters.DeadLetterReplayRequest;
import io.memlog.api.operations.jobs.Job;
import io.memlog.api.operations.jobs.JobQueue;
import io.memlog.api.operations.jobs.RecurringTask;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/// Replays dead letters whose cause may pass by itself: queues a job with those that are due. One instance at a
/// time decides, and not before the last such job has ended.
@Component
record AutomaticReplay(
        DeadLetterReplayRepository replays,
        JobQueue jobs,
        ReplayProperties replayProperties,
        DeadLetterProperties properties,
        Clock clock)
        implements SchedulingConfigurer {

    private static final Duration POLL_INTERVAL = Duration.ofSeconds(2);
    private static final int MAX_DEAD_LETTERS = 1_000;

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        if (properties.autoReplay()) {
            tasks.addFixedDelayTask(new RecurringTask("Automatic replays are delayed", this::submitDue), POLL_INTERVAL);
        }
    }

    /// Looks without a lock first, since mostly nothing is due.
    void submitDue() {
        if (!due(1).isEmpty()) {
            jobs.decide(Set.of(DeadLetterReplayJob.KIND), this::submitUnlessRunning);
        }
    }

    private @Nullable Job submitUnlessRunning(List<Job> unfinished) {
        if (unfinished.stream().map(DeadLetterReplayRequest::of).anyMatch(DeadLetterReplayRequest::automatic)) {
            return null;
        }
        var due = due(MAX_DEAD_LETTERS);
        return due.isEmpty()
                ? null
                : jobs.submit(
                        DeadLetterReplayJob.KIND,
                        DeadLetterReplayRequest.of(due),
                        replayProperties.ratePerSecond(),
                        due.size());
    }

    private List<DeadLetterId> due(int limit) {
        var now = clock.instant();
        return replays.due(now, now.minus(properties.replayTimeout()), limit);
    }
}
