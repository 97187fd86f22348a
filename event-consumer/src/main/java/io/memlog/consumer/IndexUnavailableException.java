package io.memlog.consumer;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Thrown when the store or the embedding provider is away, times out or asks to wait: no fault of the
/// event.
public final class IndexUnavailableException extends RuntimeException {

    private final @Nullable Duration retryAfter;
    private final PauseCause away;

    /// The store is away.
    public IndexUnavailableException(String message, @Nullable Throwable cause) {
        this(message, cause, null);
    }

    /// The store is away.
    ///
    /// @param retryAfter how long it asked to be left alone, where it did
    public IndexUnavailableException(String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        this(PauseCause.STORE, message, cause, retryAfter);
    }

    /// @param away       what is away
    /// @param retryAfter how long it asked to be left alone, where it did
    public IndexUnavailableException(
            PauseCause away, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.away = away;
        this.retryAfter = retryAfter;
    }

    public PauseCause away() {
        return away;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
