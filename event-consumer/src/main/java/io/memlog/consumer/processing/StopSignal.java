package io.memlog.consumer.processing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ends waits when the consumer stops.
public final class StopSignal {

    private volatile CountDownLatch stopped = new CountDownLatch(1);

    public void stop() {
        stopped.countDown();
    }

    public void reset() {
        stopped = new CountDownLatch(1);
    }

    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /// Waits, unless the consumer stops.
    public void await(Duration duration) {
        try {
            stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
    }
}
