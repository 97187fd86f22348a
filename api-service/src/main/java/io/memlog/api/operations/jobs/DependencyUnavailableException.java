package io.memlog.api.operations.jobs;

/// Thrown when a job needs something that is away and that comes back.
public final class DependencyUnavailableException extends RuntimeException {

    /// @param what such as `Kafka cannot be written: …`
    public DependencyUnavailableException(String what, Throwable cause) {
        super(what, cause);
    }
}
