package io.memlog.embedding.openai;

import io.memlog.consumer.IndexUnavailableException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A provider that remembers whether its last request succeeded, and logs when that changes.
final class HealthTrackingProvider implements EmbeddingProvider {

    private static final Logger log = LoggerFactory.getLogger(HealthTrackingProvider.class);

    static final String UNUSABLE_VECTORS = "the embedding provider returns unusable vectors";

    private final EmbeddingProvider provider;
    private volatile @Nullable String failureReason;

    HealthTrackingProvider(EmbeddingProvider provider) {
        this.provider = provider;
    }

    /// Why the last request failed; null if it succeeded. A rate limit is not a failure.
    @Nullable
    String failureReason() {
        return failureReason;
    }

    /// Reports a failure that a single response does not show.
    void markUnhealthy(String reason) {
        update(reason);
    }

    @Override
    public EmbeddingResponse embed(List<String> texts, Duration timeout) {
        try {
            var response = provider.embed(texts, timeout);
            if (response instanceof EmbeddingResponse.Vectors vectors) {
                update(vectors.areUsable() ? null : UNUSABLE_VECTORS);
            }
            return response;
        } catch (IndexUnavailableException | MalformedResponseException e) {
            update(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private void update(@Nullable String reason) {
        var before = failureReason;
        failureReason = reason;
        if (before == null && reason != null) {
            log.warn("{}", reason);
        } else if (before != null && reason == null) {
            log.info("the embedding provider is available again");
        }
    }
}
