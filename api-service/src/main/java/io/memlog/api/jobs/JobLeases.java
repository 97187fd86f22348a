package io.memlog.api.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who runs which job. A lease belongs to an owner, a name that is used once; it ends when its time is up
/// and somebody else takes the job.
public interface JobLeases {

    /// Takes the oldest job of these kinds that is not finished and that nobody runs, and marks it as
    /// running.
    ///
    /// @param others whose jobs are left to them, even after their time
    Optional<Job> claim(Collection<String> kinds, UUID owner, Collection<UUID> others, Duration lease, Instant now);

    /// Makes the leases of these owners last for so long from now on.
    void renew(Collection<UUID> owners, Duration lease);

    /// Locks the job until the end of the caller's transaction. Empty when it is not this owner's any more.
    Optional<Job> lock(JobId id, UUID owner);

    /// Takes over what a step changed, within the transaction that locked the job, and makes the lease last
    /// for so long from now on.
    Job save(JobId id, Advance advance, Duration lease);

    /// Ends the job, within the transaction that locked it.
    Job end(JobId id, JobState state, @Nullable String error, Instant now);

    /// Notes what the job waits for, or that it waits no more.
    void note(JobId id, UUID owner, @Nullable String waitsFor);

    /// Gives the job back, for anybody to go on with.
    void release(JobId id, UUID owner);
}
