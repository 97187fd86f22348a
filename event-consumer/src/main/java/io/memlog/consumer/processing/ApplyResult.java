package io.memlog.consumer.processing;

import io.memlog.consumer.IndexUnavailableException;

/// How one attempt on some tasks ended, while the index is well.
sealed interface ApplyResult {

    /// In the index, reported, settled.
    record Done() implements ApplyResult {}

    /// The index was away for these tasks.
    record Away(IndexUnavailableException cause) implements ApplyResult {}

    record Failed(Throwable cause) implements ApplyResult {}

    /// A task that failed on its own.
    record Culprit(IndexTask task, Throwable cause) {}

    /// A task for which the index was away, by itself or with others of its tenant.
    record Shut(IndexTask task, IndexUnavailableException cause) {}
}
