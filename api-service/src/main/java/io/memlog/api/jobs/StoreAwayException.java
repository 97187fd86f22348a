package io.memlog.api.jobs;

/// Thrown when a job needs something that is away and that comes back.
public final class StoreAwayException extends RuntimeException {

    /// @param what such as `Kafka cannot be written: …`
    public StoreAwayException(String what, Throwable cause) {
        super(what, cause);
    }
}
