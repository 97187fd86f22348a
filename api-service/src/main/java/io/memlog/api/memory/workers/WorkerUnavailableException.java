package io.memlog.api.memory.workers;

/// Thrown when a worker could not be asked.
public final class WorkerUnavailableException extends Exception {

    private final String reason;

    WorkerUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    /// `timeout`, `down` or `error`.
    public String reason() {
        return reason;
    }
}
