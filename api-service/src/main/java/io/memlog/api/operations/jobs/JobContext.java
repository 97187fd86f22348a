package io.memlog.api.operations.jobs;

import java.time.Duration;
import java.util.function.Supplier;

/// The execution context of a leased job. Writes are fenced by the lease owner.
public interface JobContext {

    /// The job as it was last saved.
    Job job();

    /// Waits until the rate of the job permits one more item. A stopping application does not wait, so that
    /// the step in progress is finished.
    void awaitRateLimit() throws InterruptedException;

    /// Waits before the next step, unless the application stops.
    void pause(Duration duration) throws InterruptedException;

    /// Saves the progress of a step, and its checkpoint, in one transaction with its effects.
    ///
    /// @param effects runs within the transaction, in which no other instance can claim the job
    void commit(Supplier<JobProgressDelta> effects);
}
