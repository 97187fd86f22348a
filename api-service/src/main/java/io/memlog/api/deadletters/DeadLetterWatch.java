package io.memlog.api.deadletters;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Counts the letters that are not settled, again and again, so that nobody counts while a request or a
/// scrape waits.
@Component
public final class DeadLetterWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterWatch.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private final DeadLetters letters;
    private final DeadLetterMeters meters;
    private final DeadLetterProperties properties;
    private volatile DeadLetterCounts latest = DeadLetterCounts.NONE;
    private @Nullable Run run;

    private record Run(CountDownLatch stop, Thread thread) {}

    DeadLetterWatch(DeadLetters letters, DeadLetterMeters meters, DeadLetterProperties properties) {
        this.letters = letters;
        this.meters = meters;
        this.properties = properties;
    }

    /// What was counted last; while the store is away, what it was before.
    public DeadLetterCounts latest() {
        return latest;
    }

    @Override
    public synchronized void start() {
        if (run == null) {
            var stop = new CountDownLatch(1);
            run = new Run(stop, Thread.ofVirtual().name("dead-letter-count").start(() -> countUntil(stop)));
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

    private void countUntil(CountDownLatch stop) {
        try {
            do {
                count();
            } while (!stop.await(properties.countInterval().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            LOG.atDebug().log("The count of the dead letters was interrupted");
        }
    }

    private void count() {
        try {
            latest = letters.count();
            meters.counted(latest);
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("The dead letters could not be counted");
        }
    }
}
