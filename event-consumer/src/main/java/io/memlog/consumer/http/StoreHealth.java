package io.memlog.consumer.http;

import io.memlog.consumer.IndexUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Probes the store of a projection on demand. Concurrent callers share one probe, its result is reused for a second,
/// and a caller waits for a bounded time. An unavailable store is degraded and not down, because the worker resumes by
/// itself.
public final class StoreHealth implements HealthIndicator {

    private static final Duration MAX_AGE = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofMillis(1500);

    private final String name;
    private final String address;
    private final Runnable probe;
    private final LongSupplier nanoTime;
    private final Duration timeout;
    private @Nullable ProbeRun last;

    private record ProbeRun(CompletableFuture<Optional<String>> failure, long started) {}

    /// @param name    `chroma` or `neo4j`
    /// @param address shown to operators
    /// @param probe   returns if the store can be written and read, throws otherwise
    public StoreHealth(String name, String address, Runnable probe) {
        this(name, address, probe, System::nanoTime, TIMEOUT);
    }

    StoreHealth(String name, String address, Runnable probe, LongSupplier nanoTime, Duration timeout) {
        this.name = name;
        this.address = address;
        this.probe = probe;
        this.nanoTime = nanoTime;
        this.timeout = timeout;
    }

    String name() {
        return name;
    }

    @Override
    public Health health() {
        var health = Health.up().withDetail("url", address);
        failureReason().ifPresent(reason -> health.status("DEGRADED").withDetail("reason", reason));
        return health.build();
    }

    /// Why the store cannot be written or read, for operators; empty if it can.
    Optional<String> failureReason() {
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
