package io.memlog.consumer.processing;

import java.time.Duration;

/// Sleeps, unless the batch is cancelled.
interface Sleeper {

    void sleep(Duration duration) throws BatchCancelledException;

    default void checkCancelled() throws BatchCancelledException {
        sleep(Duration.ZERO);
    }
}
