package io.memlog.embedding.openai;

import io.memlog.consumer.IndexUnavailableException;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;

/// A sleep that ends at once when the application stops.
final class StoppableSleep implements SmartLifecycle {

    private volatile CountDownLatch stopped = new CountDownLatch(1);

    /// Returns at once, and measures nothing, unless the duration is positive.
    ///
    /// @throws IndexUnavailableException when the application stops
    void pause(Duration duration, Timer measured) {
        if (!duration.isPositive()) {
            return;
        }
        var started = Timer.start();
        try {
            if (stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IndexUnavailableException("the worker stops", null, duration);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException)
                    new CancellationException("interrupted while waiting for the embedding provider").initCause(e);
        } finally {
            started.stop(measured);
        }
    }

    @Override
    public void start() {
        stopped = new CountDownLatch(1);
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    @Override
    public boolean isRunning() {
        return stopped.getCount() > 0;
    }

    /// Stops before all other components.
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
