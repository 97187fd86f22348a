package io.memlog.consumer.batch;

import java.time.Duration;

/// Lets time pass.
interface Waiting {

    void pause(Duration wait) throws WoundUpException;

    /// Goes on unless the batch is to end.
    default void proceed() throws WoundUpException {
        pause(Duration.ZERO);
    }
}
