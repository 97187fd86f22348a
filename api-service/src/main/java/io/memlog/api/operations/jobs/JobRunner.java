package io.memlog.api.operations.jobs;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/// The running of jobs as a part of the application, from start to stop.
final class JobRunner implements SmartLifecycle {

    /// Stopped after the web server, started before it.
    static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

    private final JobDispatcher dispatcher;
    private final Duration stopTimeout;
    private @Nullable Run run;

    private record Run(StopSignal stop, List<Thread> threads) {}

    JobRunner(JobDispatcher dispatcher, Duration stopTimeout) {
        this.dispatcher = dispatcher;
        this.stopTimeout = stopTimeout;
    }

    @Override
    public synchronized void start() {
        if (run == null) {
            var stop = new StopSignal();
            run = new Run(
                    stop,
                    List.of(
                            Thread.ofVirtual().name("memlog-jobs").start(() -> dispatcher.run(stop)),
                            Thread.ofVirtual().name("memlog-jobs-heartbeat").start(() -> dispatcher.beat())));
        }
    }

    /// Lets the pieces in flight finish for a while; another instance, or the next start, goes on from
    /// there.
    @Override
    public synchronized void stop() {
        if (run == null) {
            return;
        }
        run.stop.request();
        dispatcher.wake();
        try {
            var deadline = System.nanoTime() + stopTimeout.toNanos();
            for (var thread : run.threads) {
                if (!thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
                    thread.interrupt();
                }
            }
        } catch (InterruptedException e) {
            run.threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
        run = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return run != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
