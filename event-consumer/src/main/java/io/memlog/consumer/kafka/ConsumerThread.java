package io.memlog.consumer.kafka;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A polling thread that can be started again after a stop.
final class ConsumerThread {

    private final String name;
    private final ConsumerState state;
    private final Supplier<RestartingPollLoop> loops;
    private @Nullable RestartingPollLoop loop;
    private @Nullable Thread thread;

    ConsumerThread(String name, ConsumerState state, Supplier<RestartingPollLoop> loops) {
        this.name = name;
        this.state = state;
        this.loops = loops;
    }

    String name() {
        return name;
    }

    ConsumerState state() {
        return state;
    }

    synchronized void start() {
        var started = loops.get();
        loop = started;
        thread = Thread.ofPlatform().daemon().name(name).start(started);
    }

    synchronized void stop() {
        if (loop != null) {
            loop.stop();
        }
    }

    /// @return whether the thread ended within the timeout
    synchronized boolean awaitEnd(Duration timeout) {
        try {
            return thread == null || thread.join(timeout.isPositive() ? timeout : Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
