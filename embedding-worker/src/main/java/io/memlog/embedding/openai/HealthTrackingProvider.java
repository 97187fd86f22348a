package io.memlog.embedding.openai;

import io.memlog.consumer.IndexUnavailableException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A provider of which it is known how its last request went.
final class HealthTrackingProvider implements EmbeddingProvider {

    private static final Logger log = LoggerFactory.getLogger(HealthTrackingProvider.class);

    static final String UNUSABLE_VECTORS = "the embedding provider gives vectors that are not usable";

    private final EmbeddingProvider provider;
    private volatile @Nullable String failureReason;

    HealthTrackingProvider(EmbeddingProvider provider) {
        this.provider = provider;
    }

    /// What went wrong, if the last request did; a pause that was asked for is no trouble.
    @Nullable
    String failureReason() {
        return failureReason;
    }

    /// Something is wrong although it answers.
    void markUnhealthy(String what) {
        note(what);
    }

    @Override
    public EmbeddingResponse embed(List<String> texts, Duration timeout) {
        try {
            var answer = provider.embed(texts, timeout);
            if (answer instanceof EmbeddingResponse.Vectors vectors) {
                note(vectors.areUsable() ? null : UNUSABLE_VECTORS);
            }
            return answer;
        } catch (IndexUnavailableException | MalformedResponseException e) {
            note(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private void note(@Nullable String now) {
        var before = failureReason;
        failureReason = now;
        if (before == null && now != null) {
            log.warn("{}", now);
        } else if (before != null && now == null) {
            log.info("the embedding provider is well again");
        }
    }
}
