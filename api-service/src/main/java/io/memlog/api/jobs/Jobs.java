package io.memlog.api.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All jobs that there are and were.
public interface Jobs {

    void add(Job job);

    Optional<Job> find(JobId id);

    /// What matches, newest first.
    ///
    /// @param behind only those that come after this one, where given
    List<Job> list(JobFilter filter, @Nullable JobCursor behind, int limit);

    /// Calls off a job that is queued or running. Empty when there is none of that id in such a state.
    Optional<Job> cancel(JobId id, Instant now);
}
