package io.memlog.api.operations.jobs;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Something that is done again and again, on a thread of its own, from the start of the application to its stop.
public abstract class Recurring implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Recurring.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private final String name;
    private @Nullable Run run;

    private record Run(CountDownLatch stop, Thread thread) {}

    /// @param name of the thread
    protected Recurring(String name) {
        this.name = name;
    }

    /// Does it once, and survives whatever goes wrong.
    ///
    /// @return how long to wait before the next time
    protected abstract Duration step();

    /// Is called after the last step, unless it had to be interrupted.
    protected void ended() {}

    @Override
    public final synchronized void start() {
        if (run == null) {
            var stop = new CountDownLatch(1);
            run = new Run(stop, Thread.ofVirtual().name(name).start(() -> stepUntil(stop)));
        }
    }

    /// Lets the step in hand finish for a while.
    @Override
    public final synchronized void stop() {
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
    public final synchronized boolean isRunning() {
        return run != null;
    }

    private void stepUntil(CountDownLatch stop) {
        try {
            while (!stop.await(step().toNanos(), TimeUnit.NANOSECONDS)) {}
            ended();
        } catch (InterruptedException e) {
            LOG.atDebug().addKeyValue("what", name).log("Interrupted");
        }
    }
}
