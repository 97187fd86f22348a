package io.memlog.embedding.openai;

import io.memlog.consumer.IndexUnavailableException;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/// Requests for passages, paced by the provider's rate limit and by waiting queries.
///
/// @param pauses   measures the pauses
/// @param maxYield how long one request waits for queries
/// @param timeout  of one request
record ThrottledProvider(
        EmbeddingProvider provider,
        AdaptiveBatchSize size,
        RetryAfterGate gate,
        StoppableSleep sleep,
        Timer pauses,
        QueryPriority queryPriority,
        Duration maxYield,
        Duration timeout) {

    /// @param maxPause how long to pause before the request
    /// @throws IndexUnavailableException when the provider is unavailable, or asks for a longer pause
    EmbeddingResponse embed(List<String> texts, Duration maxPause) {
        sleep.pause(gate.remaining(maxPause), pauses);
        queryPriority.yieldToQueries(maxYield);
        var response = request(texts);
        if (response instanceof EmbeddingResponse.RateLimited(var pause)) {
            gate.close(pause);
            size.rateLimited();
        } else {
            size.succeeded();
        }
        return response;
    }

    private EmbeddingResponse request(List<String> texts) {
        try {
            return provider.embed(texts, timeout);
        } catch (IndexUnavailableException e) {
            if (e.getCause() instanceof TimeoutException) {
                size.halve();
            }
            throw e;
        }
    }
}
