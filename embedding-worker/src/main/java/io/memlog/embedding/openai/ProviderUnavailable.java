package io.memlog.embedding.openai;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.PauseCause;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Creates exceptions that name the provider, and not the store, as unavailable.
final class ProviderUnavailable {

    private ProviderUnavailable() {}

    static IndexUnavailableException of(String message, @Nullable Throwable cause) {
        return new IndexUnavailableException(PauseCause.PROVIDER, message, cause, null);
    }

    /// @param retryAfter when the provider accepts requests again, as far as is known
    static IndexUnavailableException rateLimited(Duration retryAfter) {
        return retryLater("the embedding provider limits the rate of requests", retryAfter);
    }

    static IndexUnavailableException retryLater(String message, Duration retryAfter) {
        return new IndexUnavailableException(PauseCause.PROVIDER, message, null, retryAfter);
    }
}
