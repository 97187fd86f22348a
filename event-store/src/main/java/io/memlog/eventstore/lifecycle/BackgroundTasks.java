package io.memlog.eventstore.lifecycle;

import io.memlog.schemas.retry.StopSignal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Tasks that run on threads of their own from the start of the application to its stop. A stop lets their
/// current work finish and interrupts the threads that still run when the timeout elapses.
public class BackgroundTasks implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundTasks.class);

    private final int phase;
    private final Duration stopTimeout;
    private final Runnable wakeUp;
    private final List<Task> tasks;
    private @Nullable Run run;

    /// A task, and the name of its thread.
    public record Task(String name, Work work) {}

    /// Runs until a stop is requested.
    @FunctionalInterface
    public interface Work {
        void run(StopSignal stop) throws InterruptedException;
    }

    private record Run(StopSignal stop, List<Thread> threads) {}

    /// @param phase  the order in the application: higher phases start later and stop earlier
    /// @param wakeUp ends a task's wait that is not a pause of the [StopSignal]
    public BackgroundTasks(int phase, Duration stopTimeout, Runnable wakeUp, Task... tasks) {
        this.phase = phase;
        this.stopTimeout = stopTimeout;
        this.wakeUp = wakeUp;
        this.tasks = List.of(tasks);
    }

    @Override
    public final synchronized void start() {
        if (run == null) {
            var stop = new StopSignal();
            run = new Run(stop, tasks.stream().map(task -> start(task, stop)).toList());
        }
    }

    @Override
    public final synchronized void stop() {
        if (run == null) {
            return;
        }
        run.stop.request();
        wakeUp.run();
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
    public final synchronized boolean isRunning() {
        return run != null;
    }

    @Override
    public final int getPhase() {
        return phase;
    }

    private static Thread start(Task task, StopSignal stop) {
        return Thread.ofPlatform().daemon().name(task.name).start(() -> {
            try {
                task.work.run(stop);
            } catch (InterruptedException e) {
                LOG.atInfo()
                        .addKeyValue("task", task.name)
                        .log("A background task did not stop in time and was interrupted");
            }
        });
    }
}
