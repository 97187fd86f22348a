package io.memlog.embedding.openai;

import io.memlog.consumer.IndexUnavailableException;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;

/// Lets time pass, until the application is to stop: then waiting ends before anything else does.
final class StoppableSleep implements SmartLifecycle {

    private volatile CountDownLatch stopped = new CountDownLatch(1);

    /// @throws IndexUnavailableException when the application is to stop
    void pause(Duration wait, Timer measured) {
        var started = Timer.start();
        try {
            if (stopped.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IndexUnavailableException("the worker stops", null, wait);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException)
                    new CancellationException("interrupted while a provider is waited for").initCause(e);
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

    /// Is stopped first.
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
