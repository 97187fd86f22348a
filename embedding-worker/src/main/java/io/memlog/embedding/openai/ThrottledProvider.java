package io.memlog.embedding.openai;

import io.memlog.consumer.IndexUnavailableException;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/// Requests for the vectors of passages, made when the provider may be asked.
///
/// @param gate  until when it may not
/// @param waited    measures the pauses
/// @param longest   how long indexing stands back for questions
/// @param timeout   how long one request may take
record ThrottledProvider(
        EmbeddingProvider provider,
        AdaptiveBatchSize size,
        RetryAfterGate gate,
        StoppableSleep sleep,
        Timer waited,
        QueryPriority queryPriority,
        Duration longest,
        Duration timeout) {

    /// @param maxElapsed how long to pause at the most before the request
    /// @throws IndexUnavailableException when the provider is away, or asked for a longer pause
    EmbeddingResponse ask(List<String> texts, Duration maxElapsed) {
        pause(maxElapsed);
        queryPriority.yieldToQueries(longest);
        var answer = embed(texts);
        if (answer instanceof EmbeddingResponse.RateLimited(var asked)) {
            gate.begin(asked);
            size.rateLimited();
        } else {
            size.answered();
        }
        return answer;
    }

    private void pause(Duration maxElapsed) {
        var left = gate.remaining();
        if (left.compareTo(maxElapsed) > 0) {
            throw ProviderUnavailable.of("the embedding provider asks to be left alone", null, left);
        }
        if (left.isPositive()) {
            sleep.pause(left, waited);
        }
    }

    private EmbeddingResponse embed(List<String> texts) {
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
