package io.memlog.consumer.kafka;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One thread that polls; it can be started again after it was stopped.
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
        var fresh = loops.get();
        loop = fresh;
        thread = Thread.ofPlatform().daemon().name(name).start(fresh);
    }

    synchronized void stop() {
        if (loop != null) {
            loop.stop();
        }
    }

    /// Whether it ends within this time.
    synchronized boolean endsWithin(Duration wait) {
        try {
            return thread == null || thread.join(wait.isPositive() ? wait : Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
