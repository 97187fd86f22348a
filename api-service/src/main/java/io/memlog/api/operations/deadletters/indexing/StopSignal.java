package io.memlog.api.operations.deadletters.indexing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The request to come to an end, which cuts every pause short.
final class StopSignal {

    private final CountDownLatch requested = new CountDownLatch(1);

    void request() {
        requested.countDown();
    }

    boolean requested() {
        return requested.getCount() == 0;
    }

    /// Returns when the pause is over or the end is requested.
    void pause(Duration pause) throws InterruptedException {
        var _ = requested.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    }
}
