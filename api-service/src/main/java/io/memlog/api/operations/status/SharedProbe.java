package io.memlog.api.operations.status;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// Looks at one part. Whoever asks while a look is under way shares it, so that a part that hangs is not
/// asked by ever more threads; one that takes too long is given up on and asked anew.
final class SharedProbe<T> {

    private final Callable<T> look;
    private final ExecutorService threads;
    private final Duration longest;
    private @Nullable CompletableFuture<T> underWay;
    private long began;

    SharedProbe(Callable<T> look, ExecutorService threads, Duration longest) {
        this.look = look;
        this.threads = threads;
        this.longest = longest;
    }

    synchronized CompletableFuture<T> look() {
        var shared = underWay;
        if (shared != null && !shared.isDone() && System.nanoTime() - began < longest.toNanos()) {
            return shared;
        }
        var fresh = new CompletableFuture<T>();
        began = System.nanoTime();
        underWay = fresh;
        threads.execute(() -> {
            try {
                fresh.complete(look.call());
            } catch (Exception | Error e) {
                fresh.completeExceptionally(e);
            }
        });
        return fresh;
    }
}
