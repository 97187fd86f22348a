package io.memlog.api.operations.deadletters.indexing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/// The follower as a part of the application: it runs from start to stop on a thread of its own.
final class DeadLetterIndexerLifecycle implements SmartLifecycle {

    private final DeadLetterIndexer follower;
    private final Duration stopTimeout;
    private @Nullable Run run;

    private record Run(StopSignal stop, Thread thread) {}

    DeadLetterIndexerLifecycle(DeadLetterIndexer follower, Duration stopTimeout) {
        this.follower = follower;
        this.stopTimeout = stopTimeout;
    }

    @Override
    public synchronized void start() {
        if (run == null) {
            var stop = new StopSignal();
            var thread = Thread.ofPlatform().daemon().name("dead-letter-index").start(() -> follower.run(stop));
            run = new Run(stop, thread);
        }
    }

    /// Lets the batch in flight finish for a while; what is not in the index by then is read again.
    @Override
    public synchronized void stop() {
        if (run == null) {
            return;
        }
        run.stop.request();
        follower.wake();
        try {
            if (!run.thread.join(stopTimeout)) {
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
}
