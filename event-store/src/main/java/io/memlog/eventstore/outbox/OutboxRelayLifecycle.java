package io.memlog.eventstore.outbox;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/// The relay as a part of the application: it runs from start to stop on threads of its own.
final class OutboxRelayLifecycle implements OutboxRelay, SmartLifecycle {

    /// Stopped after the web server and everything else that appends, started before them.
    static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 8192;

    private final LeaderElection candidate;
    private final BacklogMonitor watch;
    private final WakeUpSignal signal;
    private final RelayHealth troubles;
    private final OutboxProperties properties;
    private final Clock clock;
    private @Nullable Run run;

    private record Run(StopSignal stop, List<Thread> threads) {}

    OutboxRelayLifecycle(
            LeaderElection candidate,
            BacklogMonitor watch,
            WakeUpSignal signal,
            RelayHealth troubles,
            OutboxProperties properties,
            Clock clock) {
        this.candidate = candidate;
        this.watch = watch;
        this.signal = signal;
        this.troubles = troubles;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void wake() {
        signal.raise();
    }

    @Override
    public OutboxStatus status() {
        var backlog = watch.latest();
        var oldest = backlog.oldest();
        var age = oldest == null ? Duration.ZERO : Duration.between(oldest, clock.instant());
        return new OutboxStatus(
                backlog.depth(),
                age.isNegative() ? Duration.ZERO : age,
                candidate.leading(),
                backlog.depth() > properties.maxRows(),
                trouble(backlog));
    }

    Backlog backlog() {
        return watch.latest();
    }

    @Override
    public synchronized void start() {
        if (run == null) {
            var stop = new StopSignal();
            run = new Run(
                    stop,
                    List.of(thread("outbox-relay", candidate::run, stop), thread("outbox-count", watch::run, stop)));
        }
    }

    /// Lets the batch in flight finish for a while; what is not acknowledged by then is sent again by
    /// whoever leads next.
    @Override
    public synchronized void stop() {
        if (run == null) {
            return;
        }
        run.stop.request();
        signal.raise();
        try {
            var deadline = System.nanoTime() + properties.stopTimeout().toNanos();
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

    private @Nullable String trouble(Backlog backlog) {
        var parked = backlog.parked() == 0 ? null : backlog.parked() + " refused for ever, kept in outbox_parked";
        var all =
                Stream.of(troubles.describe(), parked).filter(Objects::nonNull).collect(Collectors.joining("; "));
        return all.isEmpty() ? null : all;
    }

    private static Thread thread(String name, Consumer<StopSignal> work, StopSignal stop) {
        return Thread.ofPlatform().daemon().name(name).start(() -> work.accept(stop));
    }
}
