package io.memlog.consumer.processing;

import io.memlog.consumer.IndexUnavailableException;

/// Thrown when a dependency of the projection is unavailable, so that the failure is not that of any task.
/// Tasks that are not acknowledged are tried again after the outage.
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
