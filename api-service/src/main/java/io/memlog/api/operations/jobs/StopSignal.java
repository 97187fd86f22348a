package io.memlog.api.operations.jobs;

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

    /// @return whether the end was requested, false when the pause is over
    boolean pause(Duration pause) throws InterruptedException {
        return requested.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    }
}
