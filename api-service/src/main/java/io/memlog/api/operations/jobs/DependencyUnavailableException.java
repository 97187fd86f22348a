package io.memlog.api.operations.jobs;

/// Thrown when a dependency of a job is unavailable. The job is paused and retried.
public final class DependencyUnavailableException extends RuntimeException {

    /// @param message such as `Kafka cannot be written: …`
    public DependencyUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
