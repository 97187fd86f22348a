package io.memlog.api.retention;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Looks again and again for what may be removed.
@Component
final class RetentionScheduler implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionScheduler.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private final Retention retention;
    private final RetentionProperties properties;
    private @Nullable Run run;
    private boolean troubled;

    private record Run(CountDownLatch stop, Thread thread) {}

    RetentionScheduler(Retention retention, RetentionProperties properties) {
        this.retention = retention;
        this.properties = properties;
    }

    @Override
    public synchronized void start() {
        if (run == null && properties.enabled()) {
            var stop = new CountDownLatch(1);
            run = new Run(stop, Thread.ofVirtual().name("memlog-retention").start(() -> stepUntil(stop)));
        }
    }

    @Override
    public synchronized void stop() {
        if (run == null) {
            return;
        }
        run.stop.countDown();
        try {
            if (!run.thread.join(LONGEST_STOP)) {
                run.thread.interrupt();
            }
        } catch (InterruptedException e) {
            run.thread.interrupt();
            Thread.currentThread().interrupt();
        }
        run = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return run != null;
    }

    private void stepUntil(CountDownLatch stop) {
        try {
            while (!stop.await(step().toMillis(), TimeUnit.MILLISECONDS)) {}
        } catch (InterruptedException e) {
            LOG.atDebug().log("The removal of what was kept for long enough was interrupted");
        }
    }

    /// Whatever is away comes back; what could not be removed now is removed later.
    private Duration step() {
        try {
            var wait = retention.step();
            troubled = false;
            return wait;
        } catch (RuntimeException e) {
            if (!troubled) {
                troubled = true;
                LOG.atWarn().addKeyValue("cause", e.toString()).log("What was kept for long enough is not removed");
            }
            return properties.interval();
        }
    }
}
