package io.memlog.api.operations.jobs;

import io.memlog.schemas.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Runs a job in memory.
public final class FakeJobContext implements JobContext {

    private Job job;

    /// @param request as JSON
    public FakeJobContext(String kind, String request) {
        job = new Job(
                new JobId(UUID.randomUUID()),
                kind,
                Job.State.RUNNING,
                Json.mapper().readTree(request),
                Json.mapper().createObjectNode(),
                new Job.Progress(0, 0, 0, 0),
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null);
    }

    @Override
    public Job job() {
        return job;
    }

    @Override
    public void awaitRateLimit() {}

    @Override
    public void pause(Duration duration) {}

    @Override
    public void commit(Supplier<JobProgressDelta> effects) {
        apply(effects.get());
    }

    /// Plans one step; false when nothing is left to do.
    public boolean plan(JobHandler handler) {
        var plan = handler.plan(job, 100);
        plan.ifPresent(this::apply);
        return plan.isPresent();
    }

    /// Runs all steps.
    public void run(JobHandler handler) throws InterruptedException {
        do {
            handler.execute(this);
        } while (plan(handler));
    }

    public JsonNode progress() {
        return Json.mapper().valueToTree(job.progress());
    }

    private void apply(JobProgressDelta delta) {
        job = after(job, delta);
    }

    static Job after(Job job, JobProgressDelta delta) {
        var progress = new Job.Progress(
                job.progress().total(),
                job.progress().done() + delta.done(),
                job.progress().sent() + delta.sent(),
                job.progress().skipped() + delta.skipped());
        return new Job(
                job.id(),
                job.kind(),
                job.state(),
                job.request(),
                delta.checkpoint(),
                progress,
                job.ratePerSecond(),
                job.createdAt(),
                job.startedAt(),
                job.finishedAt(),
                job.error());
    }

    static Job with(Job job, Job.State state, @Nullable Instant finishedAt, @Nullable String error) {
        return new Job(
                job.id(),
                job.kind(),
                state,
                job.request(),
                job.checkpoint(),
                job.progress(),
                job.ratePerSecond(),
                job.createdAt(),
                job.startedAt(),
                finishedAt,
                error);
    }
}
