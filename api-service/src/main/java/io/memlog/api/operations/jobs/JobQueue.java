package io.memlog.api.operations.jobs;

import io.memlog.schemas.json.Json;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Accepts the jobs of features; [JobRunner] claims and runs them.
@Component
public final class JobQueue {

    private final JobRepository jobs;
    private final JobRunner runner;
    private final Supplier<UUID> ids;
    private final Clock clock;

    JobQueue(JobRepository jobs, JobRunner runner, Supplier<UUID> jobIds, Clock clock) {
        this.jobs = jobs;
        this.runner = runner;
        this.ids = jobIds;
        this.clock = clock;
    }

    /// Submits a job, which starts as soon as an instance has capacity.
    ///
    /// @param kind          the kind of its [JobHandler]
    /// @param request       what is requested, for the handler and for those who read the job
    /// @param ratePerSecond how many items it may send per second; null without a limit
    /// @param total         how many items there are at present
    public Job submit(String kind, Object request, @Nullable Integer ratePerSecond, long total) {
        var job = new Job(
                new JobId(ids.get()),
                kind,
                Job.State.QUEUED,
                Json.mapper().valueToTree(request),
                Json.mapper().createObjectNode(),
                new Job.Progress(total, 0, 0, 0),
                ratePerSecond,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                null,
                null,
                null);
        jobs.add(job);
        runner.wake();
        return job;
    }

    /// The jobs of these kinds that have not ended, oldest first.
    public List<Job> unfinished(Collection<String> kinds) {
        return jobs.unfinished(kinds);
    }

    /// Decides in a transaction about submitting another job. Other callers with the same kinds wait for its end.
    ///
    /// @param decision from the jobs of these kinds that have not ended
    public <T extends @Nullable Object> T decide(Collection<String> kinds, Function<List<Job>, T> decision) {
        return jobs.whileLocked(kinds, decision);
    }
}
