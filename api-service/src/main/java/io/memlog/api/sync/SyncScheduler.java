package io.memlog.api.sync;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Checks the indexes all the time, in small steps with pauses in between.
@Component
final class SyncScheduler implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SyncScheduler.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

    private final Rounds rounds;
    private final SyncProperties properties;
    private final Supplier<UUID> owners;
    private @Nullable Run run;
    private boolean troubled;

    private record Run(CountDownLatch stop, Thread thread) {}

    SyncScheduler(Rounds rounds, SyncProperties properties, Supplier<UUID> jobIds) {
        this.rounds = rounds;
        this.properties = properties;
        this.owners = jobIds;
    }

    @Override
    public synchronized void start() {
        if (run == null && properties.enabled()) {
            var stop = new CountDownLatch(1);
            run = new Run(stop, Thread.ofVirtual().name("memlog-sync").start(() -> stepUntil(stop)));
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
        var owner = owners.get();
        try {
            while (!stop.await(step(owner).toMillis(), TimeUnit.MILLISECONDS)) {}
            rounds.release(owner);
        } catch (InterruptedException e) {
            LOG.atDebug().log("The continuous check was interrupted; it goes on where it was");
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("The continuous check could not be handed over; it is taken over in a while");
        }
    }

    /// Whatever is away comes back; a step that failed is taken again.
    private Duration step(UUID owner) {
        try {
            var wait = rounds.step(owner);
            if (troubled) {
                troubled = false;
                LOG.atInfo().log("The continuous check goes on");
            }
            return wait;
        } catch (RuntimeException e) {
            if (!troubled) {
                troubled = true;
                LOG.atWarn().addKeyValue("cause", e.toString()).log("The continuous check waits");
            }
            return AFTER_TROUBLE;
        }
    }
}
