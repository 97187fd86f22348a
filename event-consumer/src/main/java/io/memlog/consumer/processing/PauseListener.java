package io.memlog.consumer.processing;

import io.memlog.consumer.PauseCause;

/// Is notified when the consumer pauses and resumes. Repeated calls are allowed.
public interface PauseListener {

    /// @param reason a description of the cause for operators
    void paused(PauseCause cause, String reason);

    void resumed();
}
