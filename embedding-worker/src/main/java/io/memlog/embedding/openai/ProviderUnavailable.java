package io.memlog.embedding.openai;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.PauseCause;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Says that it is the provider, and not the store, that is waited for.
final class ProviderUnavailable {

    private ProviderUnavailable() {}

    static IndexUnavailableException of(String message, @Nullable Throwable cause) {
        return of(message, cause, null);
    }

    /// @param retryAfter how long it asked to be left alone, where it did
    static IndexUnavailableException of(String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        return new IndexUnavailableException(PauseCause.PROVIDER, message, cause, retryAfter);
    }
}
