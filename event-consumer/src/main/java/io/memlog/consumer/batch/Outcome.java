package io.memlog.consumer.batch;

import io.memlog.consumer.IndexUnavailableException;

/// How one attempt on some tasks ended.
sealed interface Outcome {

    /// In the index, reported, settled.
    record Done() implements Outcome {}

    record Away(IndexUnavailableException cause) implements Outcome {}

    record Failed(Throwable cause) implements Outcome {}

    /// A task that failed on its own.
    record Culprit(Task task, Throwable cause) {}
}
