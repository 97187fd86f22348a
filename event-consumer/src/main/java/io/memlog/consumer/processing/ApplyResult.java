package io.memlog.consumer.processing;

import io.memlog.consumer.IndexUnavailableException;

/// The result of one attempt while the probe passes.
sealed interface ApplyResult {

    /// Applied, reported and acknowledged.
    record Applied() implements ApplyResult {}

    /// A dependency was unavailable for these tasks.
    record Unavailable(IndexUnavailableException cause) implements ApplyResult {}

    record Failed(Throwable cause) implements ApplyResult {}

    /// A task that failed on its own.
    record FailedTask(IndexTask task, Throwable cause) {}

    /// A task for which a dependency was unavailable, alone or together with others of its tenant.
    record UnavailableTask(IndexTask task, IndexUnavailableException cause) {}
}
