package io.memlog.consumer;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Thrown when the store or the embedding provider is away, times out or asks to wait: no fault of the
/// event.
public final class IndexUnavailableException extends RuntimeException {

    private final @Nullable Duration retryAfter;

    public IndexUnavailableException(String message, @Nullable Throwable cause) {
        this(message, cause, null);
    }

    /// @param retryAfter how long the other side asked to be left alone, where it did
    public IndexUnavailableException(String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
