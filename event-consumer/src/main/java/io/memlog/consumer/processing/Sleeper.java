package io.memlog.consumer.processing;

import java.time.Duration;

/// Lets time pass.
interface Sleeper {

    void pause(Duration wait) throws BatchCancelledException;

    /// Goes on unless the batch is to end.
    default void proceed() throws BatchCancelledException {
        pause(Duration.ZERO);
    }
}
