package io.memlog.consumer.batch;

import io.memlog.consumer.IndexUnavailableException;

/// How one attempt on some tasks ended, while the index is well.
sealed interface Outcome {

    /// In the index, reported, settled.
    record Done() implements Outcome {}

    /// The index was away for these tasks.
    record Away(IndexUnavailableException cause) implements Outcome {}

    record Failed(Throwable cause) implements Outcome {}

    /// A task that failed on its own.
    record Culprit(Task task, Throwable cause) {}

    /// A task for which the index was away, by itself or with others of its tenant.
    record Shut(Task task, IndexUnavailableException cause) {}
}
