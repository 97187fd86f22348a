package io.memlog.api.operations.jobs;

import io.memlog.schemas.json.Json;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Where features hand in their jobs.
@Component
public final class JobQueue {

    private final JobRepository jobs;
    private final JobDispatcher dispatcher;
    private final Supplier<UUID> ids;
    private final Clock clock;

    JobQueue(JobRepository jobs, JobDispatcher dispatcher, Supplier<UUID> jobIds, Clock clock) {
        this.jobs = jobs;
        this.dispatcher = dispatcher;
        this.ids = jobIds;
        this.clock = clock;
    }

    /// Hands in a job; it is begun at once, as far as others leave room for it.
    ///
    /// @param kind          the name of its [JobHandler]
    /// @param request       what was asked for, as it is shown again; the kind reads it too
    /// @param ratePerSecond how many items it may send in a second; null when nothing limits it
    /// @param total         how many items there are at present
    public Job submit(String kind, Object request, @Nullable Integer ratePerSecond, long total) {
        var job = new Job(
                new JobId(ids.get()),
                kind,
                JobState.QUEUED,
                Json.mapper().valueToTree(request),
                Json.mapper().createObjectNode(),
                new Progress(total, 0, 0, 0),
                ratePerSecond,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                null,
                null,
                null);
        jobs.add(job);
        dispatcher.wake();
        return job;
    }
}
