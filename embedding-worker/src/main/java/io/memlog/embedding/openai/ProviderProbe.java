package io.memlog.embedding.openai;

import io.memlog.consumer.IndexUnavailableException;
import java.time.Duration;

/// Finds out whether a provider embeds, at no cost while nothing is amiss: it is asked only after its last
/// request went wrong.
///
/// @param gate until when the provider asked to be left alone
/// @param maxElapsed how much of that a write waits for by itself
record ProviderProbe(
        HealthTrackingProvider watched,
        EmbeddingProvider provider,
        RetryAfterGate gate,
        Duration maxElapsed,
        Duration timeout) {

    /// @throws IndexUnavailableException when it does not
    void run() {
        var left = gate.remaining();
        if (left.compareTo(maxElapsed) > 0) {
            throw ProviderUnavailable.of("the embedding provider asks to be left alone", null, left);
        }
        if (watched.failureReason() != null) {
            ask();
        }
    }

    /// Asks in any case, for the vector of something harmless.
    ///
    /// @throws IndexUnavailableException when there is none
    void ask() {
        switch (answer()) {
            case EmbeddingResponse.Vectors given when given.areUsable() -> {}
            case EmbeddingResponse.Vectors _ ->
                throw ProviderUnavailable.of(HealthTrackingProvider.UNUSABLE_VECTORS, null);
            case EmbeddingResponse.Rejected(var reason) -> {
                watched.markUnhealthy(
                        "the embedding provider takes no text at all, so one of memlog.embedding.openai.model, .dimensions, .request-dimensions and .api-key may be wrong: it "
                                + reason);
                throw ProviderUnavailable.of(String.valueOf(watched.failureReason()), null);
            }
            case EmbeddingResponse.RateLimited(var pause) -> {
                gate.begin(pause);
                throw ProviderUnavailable.of("the embedding provider asks to be left alone", null, pause);
            }
        }
    }

    private EmbeddingResponse answer() {
        try {
            return provider.embed(EmbeddingProvider.PROBE_TEXT, timeout);
        } catch (MalformedResponseException e) {
            throw ProviderUnavailable.of(String.valueOf(e.getMessage()), e);
        }
    }
}
