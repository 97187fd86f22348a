package io.memlog.consumer.status;

import io.memlog.consumer.IndexUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A store that is looked at when somebody asks. However many ask, one look at a time is taken, none while
/// the last one is fresh, and nobody waits longer than a moment for it.
public final class CachedHealthProbe implements StoreStatus {

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMillis(1500);

    private final String name;
    private final Runnable probe;
    private final Clock clock;
    private final Duration longest;
    private @Nullable Look last;

    private record Look(CompletableFuture<Optional<String>> answer, Instant begun) {}

    /// @param probe returns when the store can be written and read, throws when it cannot
    public CachedHealthProbe(String name, Runnable probe, Clock clock) {
        this(name, probe, clock, LONGEST);
    }

    CachedHealthProbe(String name, Runnable probe, Clock clock, Duration longest) {
        this.name = name;
        this.probe = probe;
        this.clock = clock;
        this.longest = longest;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> failureReason() {
        try {
            return look().answer().get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Optional.of(name + " has not answered within " + longest.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted while " + name + " was asked");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private synchronized Look look() {
        var now = clock.instant();
        var current = last;
        if (current == null
                || (current.answer().isDone() && !now.isBefore(current.begun().plus(FRESH)))) {
            CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
            current = new Look(answer, now);
            last = current;
            Thread.ofVirtual().name("look-at-" + name).start(() -> answer.complete(found()));
        }
        return current;
    }

    private Optional<String> found() {
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
