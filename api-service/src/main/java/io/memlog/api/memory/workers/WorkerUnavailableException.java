package io.memlog.api.memory.workers;

/// A worker did not answer.
public final class WorkerUnavailableException extends Exception {

    private final String reason;

    WorkerUnavailableException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /// `timeout`, `down` or `error`.
    public String reason() {
        return reason;
    }
}
