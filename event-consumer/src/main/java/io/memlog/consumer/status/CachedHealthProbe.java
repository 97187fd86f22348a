package io.memlog.consumer.status;

import io.memlog.consumer.IndexUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Probes a store on demand. Concurrent callers share one probe, its result is reused for a second, and a
/// caller waits for a bounded time.
public final class CachedHealthProbe implements StoreStatus {

    private static final Duration MAX_AGE = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofMillis(1500);

    private final String name;
    private final Runnable probe;
    private final LongSupplier nanoTime;
    private final Duration timeout;
    private @Nullable ProbeRun last;

    private record ProbeRun(CompletableFuture<Optional<String>> failure, long started) {}

    /// @param probe returns if the store can be written and read, throws otherwise
    public CachedHealthProbe(String name, Runnable probe) {
        this(name, probe, System::nanoTime, TIMEOUT);
    }

    CachedHealthProbe(String name, Runnable probe, LongSupplier nanoTime, Duration timeout) {
        this.name = name;
        this.probe = probe;
        this.nanoTime = nanoTime;
        this.timeout = timeout;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> failureReason() {
        try {
            return currentRun().failure().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Optional.of(name + " has not answered within " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted during the probe of " + name);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private synchronized ProbeRun currentRun() {
        var now = nanoTime.getAsLong();
        var current = last;
        if (current == null || (current.failure().isDone() && now - current.started() >= MAX_AGE.toNanos())) {
            CompletableFuture<Optional<String>> failure = new CompletableFuture<>();
            current = new ProbeRun(failure, now);
            last = current;
            Thread.ofVirtual().name("probe-" + name).start(() -> failure.complete(runProbe()));
        }
        return current;
    }

    private Optional<String> runProbe() {
        try {
            probe.run();
            return Optional.empty();
        } catch (IndexUnavailableException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            return Optional.of("the probe fails: " + e);
        }
    }
}
