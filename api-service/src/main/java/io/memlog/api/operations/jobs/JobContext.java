package io.memlog.api.operations.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/// A job in the hands of the one who runs it. Nothing is written for somebody who has lost it.
public final class JobContext {

    private static final int CHUNKS_PER_SECOND = 4;

    private final JobLeaseRepository leases;
    private final TransactionOperations transaction;
    private final UUID owner;
    private final Duration lease;
    private final StopSignal stop;
    private final @Nullable RateLimiter pace;
    private volatile Job job;

    JobContext(
            Job job,
            UUID owner,
            Duration lease,
            JobLeaseRepository leases,
            TransactionOperations transaction,
            StopSignal stop) {
        this.job = job;
        this.owner = owner;
        this.lease = lease;
        this.leases = leases;
        this.transaction = transaction;
        this.stop = stop;
        this.pace = job.ratePerSecond() == null ? null : new RateLimiter(job.ratePerSecond(), System.nanoTime());
    }

    /// The job as it was written last.
    public Job job() {
        return job;
    }

    /// Waits until one more item may be sent; not while the application is stopping, so that the piece in
    /// hand is finished.
    public void pace() throws InterruptedException {
        if (pace != null && !stop.requested()) {
            var wait = pace.take(System.nanoTime());
            if (wait.isPositive()) {
                stop.pause(wait);
            }
        }
    }

    /// Writes what a step achieved, together with the job's new place.
    ///
    /// @param effects runs within the transaction, while nobody else can take the job
    public void record(Supplier<JobProgressDelta> effects) {
        job = inTransaction(_ -> leases.save(job.id(), effects.get(), lease));
    }

    /// How many items a piece may have: as many as are sent in a fraction of a second.
    int chunk(int most) {
        var rate = job.ratePerSecond();
        return rate == null ? most : Math.clamp(rate / CHUNKS_PER_SECOND, 1, most);
    }

    /// Begins the next piece, or ends the job: when nothing is left of it, or it was called off.
    ///
    /// @return whether there is something to finish
    boolean begin(JobHandler kind, int most, Supplier<Instant> now) {
        job = inTransaction(locked -> {
            var begun = locked.state() == JobState.RUNNING
                    ? kind.begin(locked, chunk(most))
                    : Optional.<JobProgressDelta>empty();
            return begun.map(advance -> leases.save(locked.id(), advance, lease))
                    .orElseGet(() -> leases.end(locked.id(), ended(locked), null, now.get()));
        });
        return job.finishedAt() == null;
    }

    /// Looks at the job anew, after a failure that may have struck before or after a commit.
    void refresh() {
        job = inTransaction(locked -> locked);
    }

    /// Shows what the job waits for, or that it waits no more.
    void note(@Nullable String waitsFor) {
        leases.note(job.id(), owner, waitsFor);
    }

    void release() {
        leases.release(job.id(), owner);
    }

    void fail(String error, Instant now) {
        job = inTransaction(_ -> leases.end(job.id(), JobState.FAILED, error, now));
    }

    private static JobState ended(Job job) {
        return job.state() == JobState.RUNNING ? JobState.COMPLETED : job.state();
    }

    private <T> T inTransaction(Function<Job, T> action) {
        return Objects.requireNonNull(transaction.execute(
                _ -> action.apply(leases.lock(job.id(), owner).orElseThrow(() -> new LeaseLostException(job.id())))));
    }
}
