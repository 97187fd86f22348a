package io.memlog.consumer;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Thrown when the store or the embedding provider is unavailable, times out or limits the rate. The event is
/// not the cause: the consumer pauses and tries it again.
public final class IndexUnavailableException extends RuntimeException {

    private final PauseCause unavailableDependency;
    private final @Nullable Duration retryAfter;

    /// The store is unavailable.
    public IndexUnavailableException(String message, @Nullable Throwable cause) {
        this(message, cause, null);
    }

    /// The store is unavailable.
    ///
    /// @param retryAfter how long to wait before the next request; null if the store did not say
    public IndexUnavailableException(String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        this(PauseCause.STORE, message, cause, retryAfter);
    }

    /// @param retryAfter how long to wait before the next request; null if the dependency did not say
    public IndexUnavailableException(
            PauseCause unavailableDependency,
            String message,
            @Nullable Throwable cause,
            @Nullable Duration retryAfter) {
        super(message, cause);
        this.unavailableDependency = unavailableDependency;
        this.retryAfter = retryAfter;
    }

    public PauseCause unavailableDependency() {
        return unavailableDependency;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
