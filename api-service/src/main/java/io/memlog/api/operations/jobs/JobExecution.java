package io.memlog.api.operations.jobs;

import io.memlog.api.http.DatabaseErrors;
import io.memlog.schemas.retry.Backoff;
import io.memlog.schemas.retry.StopSignal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of a job on this instance: until the job ends, another instance takes it over, or the application
/// stops. While a dependency is unavailable, it retries with exponential backoff.
final class JobExecution implements JobContext {

    private static final Logger LOG = LoggerFactory.getLogger(JobExecution.class);
    private static final int MAX_ITEMS_PER_STEP = 500;
    private static final int MAX_ERROR_LENGTH = 500;

    /// A slow rate makes the steps smaller, so that progress shows and a cancelled job ends soon.
    private static final int MIN_STEPS_PER_SECOND = 4;

    private static final Duration MIN_BACKOFF = Duration.ofMillis(200);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(5);

    private final JobRepository jobs;
    private final JobHandler handler;
    private final UUID owner;
    private final StopSignal stop;
    private final Backoff backoff = new Backoff(MIN_BACKOFF, MAX_BACKOFF, RandomGenerator.getDefault());
    private final @Nullable RateLimiter rateLimiter;
    private volatile Job job;
    private @Nullable String unavailableDependency;

    JobExecution(Job job, UUID owner, JobHandler handler, JobRepository jobs, StopSignal stop) {
        this.job = job;
        this.owner = owner;
        this.handler = handler;
        this.jobs = jobs;
        this.stop = stop;
        this.rateLimiter = job.ratePerSecond() == null ? null : new RateLimiter(job.ratePerSecond(), System.nanoTime());
    }

    /// @return whether the job has ended
    boolean run() throws InterruptedException {
        log("Job is running");
        try {
            while (!stop.requested()) {
                if (step()) {
                    log("Job has ended");
                    return true;
                }
            }
            jobs.release(job.id(), owner);
        } catch (LeaseLostException e) {
            log("Job was taken over by another instance");
        }
        return false;
    }

    @Override
    public Job job() {
        return job;
    }

    @Override
    public void awaitRateLimit() throws InterruptedException {
        if (rateLimiter != null && !stop.requested()) {
            var wait = rateLimiter.reserve(System.nanoTime());
            if (wait.isPositive()) {
                stop.pause(wait);
            }
        }
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        stop.pause(duration);
    }

    @Override
    public void commit(Supplier<JobProgressDelta> effects) {
        job = inTransaction(_ -> jobs.save(job.id(), effects.get()));
    }

    /// @return whether the job has ended
    private boolean step() throws InterruptedException {
        try {
            if (unavailableDependency != null) {
                // The failure may have come before or after a commit.
                job = inTransaction(locked -> locked);
            }
            // A run that was interrupted may have left a plan; without one there is nothing to execute.
            handler.execute(this);
            recovered();
            job = inTransaction(this::plan);
            return job.finishedAt() != null;
        } catch (LeaseLostException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            var unavailable = unavailableDependency(e);
            if (unavailable == null) {
                fail(e);
                return true;
            }
            if (endIfCancelled()) {
                return true;
            }
            pause(unavailable, e);
            return false;
        }
    }

    /// A job that waits would otherwise not notice that it is cancelled.
    private boolean endIfCancelled() {
        try {
            job = inTransaction(locked -> locked.state() != Job.State.RUNNING && handler.mayEndUnfinished(locked)
                    ? jobs.end(locked.id(), locked.state(), null)
                    : locked);
            return job.finishedAt() != null;
        } catch (LeaseLostException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("Whether a job is cancelled cannot be read");
            return false;
        }
    }

    /// Plans the next step; ends the job when there is none, or when it was cancelled.
    private Job plan(Job locked) {
        var plan = locked.state() == Job.State.RUNNING
                ? handler.plan(locked, maxItems(locked))
                : Optional.<JobProgressDelta>empty();
        return plan.map(delta -> jobs.save(locked.id(), delta))
                .orElseGet(() -> jobs.end(locked.id(), endState(locked), null));
    }

    private void fail(Throwable failure) {
        LOG.atError()
                .setCause(failure)
                .addKeyValue("job", job.id())
                .addKeyValue("kind", job.kind())
                .log("Job failed");
        var error = truncate("the job failed, the service's log has the details: " + failure);
        job = inTransaction(_ -> jobs.end(job.id(), Job.State.FAILED, error));
    }

    private void pause(String dependency, Throwable cause) throws InterruptedException {
        if (!Objects.equals(unavailableDependency, dependency)) {
            LOG.atWarn()
                    .addKeyValue("job", job.id())
                    .addKeyValue("cause", cause.toString())
                    .log("Job is paused: {}", dependency);
        }
        unavailableDependency = dependency;
        try {
            jobs.saveError(job.id(), owner, "waiting: " + dependency);
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("The reason for the pause of a job could not be saved");
        }
        stop.pause(backoff.next());
    }

    private void recovered() {
        if (unavailableDependency != null) {
            log("Job has resumed");
            unavailableDependency = null;
            backoff.reset();
            jobs.saveError(job.id(), owner, null);
        }
    }

    private <T> T inTransaction(Function<Job, T> action) {
        return jobs.whileOwned(job.id(), owner, action).orElseThrow(() -> new LeaseLostException(job.id()));
    }

    private void log(String message) {
        LOG.atInfo()
                .addKeyValue("job", job.id())
                .addKeyValue("kind", job.kind())
                .addKeyValue("state", job.state().wireName())
                .addKeyValue("done", job.progress().done())
                .addKeyValue("total", job.progress().total())
                .log(message);
    }

    /// Describes the dependency that is unavailable; null when retrying does not help.
    private static @Nullable String unavailableDependency(Throwable failure) {
        if (failure instanceof DependencyUnavailableException) {
            return truncate(String.valueOf(failure.getMessage()));
        }
        return DatabaseErrors.isOutage(failure) ? "PostgreSQL cannot be reached" : null;
    }

    private static String truncate(String text) {
        return text.substring(0, Math.min(text.length(), MAX_ERROR_LENGTH));
    }

    private static int maxItems(Job job) {
        var rate = job.ratePerSecond();
        return rate == null ? MAX_ITEMS_PER_STEP : Math.clamp(rate / MIN_STEPS_PER_SECOND, 1, MAX_ITEMS_PER_STEP);
    }

    private static Job.State endState(Job job) {
        return job.state() == Job.State.RUNNING ? Job.State.COMPLETED : job.state();
    }

    /// Thrown when another instance has claimed the job.
    private static final class LeaseLostException extends RuntimeException {

        LeaseLostException(JobId job) {
            super("another instance runs the job " + job, null, false, false);
        }
    }
}
