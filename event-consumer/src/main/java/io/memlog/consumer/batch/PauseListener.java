package io.memlog.consumer.batch;

/// Hears when the consumer stops advancing, and when it goes on.
public interface PauseListener {

    /// @param reason what is waited for
    void paused(String reason);

    void resumed();
}
