package io.memlog.api.jobs;

/// What became of the attempt to begin the next piece of a job.
public sealed interface Beginning {

    /// There is something to finish.
    record Begun(Advance advance) implements Beginning {}

    /// What is left is in other hands for a moment.
    record Held() implements Beginning {}

    /// Nothing is left: the job is completed.
    record NothingLeft() implements Beginning {}
}
