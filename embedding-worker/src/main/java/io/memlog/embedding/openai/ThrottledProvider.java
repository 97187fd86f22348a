package io.memlog.embedding.openai;

import io.memlog.consumer.IndexUnavailableException;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/// Requests for the vectors of passages, made when the provider may be asked.
///
/// @param deferral  until when it may not
/// @param waited    measures the pauses
/// @param longest   how long indexing stands back for questions
/// @param timeout   how long one request may take
record ThrottledProvider(
        EmbeddingProvider provider,
        AdaptiveBatchSize size,
        RetryAfterGate deferral,
        StoppableSleep waits,
        Timer waited,
        QueryPriority precedence,
        Duration longest,
        Duration timeout) {

    /// @param patience how long to pause at the most before the request
    /// @throws IndexUnavailableException when the provider is away, or asked for a longer pause
    EmbeddingResponse ask(List<String> texts, Duration patience) {
        pause(patience);
        precedence.standBack(longest);
        var answer = embed(texts);
        if (answer instanceof EmbeddingResponse.Deferred(var asked)) {
            deferral.begin(asked);
            size.deferred();
        } else {
            size.answered();
        }
        return answer;
    }

    private void pause(Duration patience) {
        var left = deferral.left();
        if (left.compareTo(patience) > 0) {
            throw ProviderUnavailable.because("the embedding provider asks to be left alone", null, left);
        }
        if (left.isPositive()) {
            waits.pause(left, waited);
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
