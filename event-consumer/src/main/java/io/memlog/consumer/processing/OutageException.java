package io.memlog.consumer.processing;

import io.memlog.consumer.IndexUnavailableException;

/// Thrown when the index, or something it needs, is away, so that nothing can be told of any task. What is not
/// settled is tried anew when it is over.
final class OutageException extends Exception {

    private final IndexUnavailableException outage;

    OutageException(IndexUnavailableException outage) {
        super(outage.getMessage(), outage);
        this.outage = outage;
    }

    IndexUnavailableException outage() {
        return outage;
    }
}
