package io.memlog.consumer.processing;

import io.memlog.consumer.PauseCause;

/// Hears when the consumer stops advancing, and when it goes on.
public interface PauseListener {

    /// @param cause  what is waited for
    /// @param reason the same, for people
    void paused(PauseCause cause, String reason);

    void resumed();
}
