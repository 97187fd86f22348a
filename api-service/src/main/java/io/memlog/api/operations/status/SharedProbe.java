package io.memlog.api.operations.status;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Probes one dependency. Concurrent callers share a probe, so that a dependency that hangs does not occupy more and
/// more threads. A probe that takes too long fails, and the next caller starts another one.
final class SharedProbe<T> {

    private final Callable<T> probe;
    private final ExecutorService threads;
    private final Duration timeout;
    private @Nullable CompletableFuture<T> running;

    SharedProbe(Callable<T> probe, ExecutorService threads, Duration timeout) {
        this.probe = probe;
        this.threads = threads;
        this.timeout = timeout;
    }

    /// The result within the timeout, or a failure.
    synchronized CompletableFuture<T> result() {
        var current = running;
        if (current != null && !current.isDone()) {
            return current;
        }
        var started = new CompletableFuture<T>().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        running = started;
        threads.execute(() -> {
            try {
                started.complete(probe.call());
            } catch (Exception | Error e) {
                started.completeExceptionally(e);
            }
        });
        return started;
    }
}
