package io.memlog.embedding.openai;

import io.memlog.consumer.IndexUnavailableException;
import java.time.Duration;

/// Checks whether the provider embeds. Sends a request only after the last one failed, so that a healthy
/// provider costs nothing.
///
/// @param maxPause how much of the provider's pause a write waits for itself
record ProviderProbe(
        HealthTrackingProvider health,
        EmbeddingProvider provider,
        RetryAfterGate gate,
        Duration maxPause,
        Duration timeout) {

    /// @throws IndexUnavailableException when the provider does not embed
    void run() {
        var _ = gate.remaining(maxPause);
        if (health.failureReason() != null) {
            sendProbe();
        }
    }

    /// Embeds a text that no provider has a reason to reject.
    ///
    /// @throws IndexUnavailableException when there is no vector
    void sendProbe() {
        switch (response()) {
            case EmbeddingResponse.Vectors vectors when vectors.areUsable() -> {}
            case EmbeddingResponse.Vectors _ ->
                throw ProviderUnavailable.of(HealthTrackingProvider.UNUSABLE_VECTORS, null);
            case EmbeddingResponse.Rejected(var reason) -> {
                var message =
                        "the embedding provider rejects every text, so one of memlog.embedding.openai.model, .dimensions, .request-dimensions and .api-key may be wrong: it "
                                + reason;
                health.markUnhealthy(message);
                throw ProviderUnavailable.of(message, null);
            }
            case EmbeddingResponse.RateLimited(var pause) -> {
                gate.close(pause);
                throw ProviderUnavailable.rateLimited(pause);
            }
        }
    }

    private EmbeddingResponse response() {
        try {
            return provider.embed(EmbeddingProvider.PROBE_TEXT, timeout);
        } catch (MalformedResponseException e) {
            throw ProviderUnavailable.of(String.valueOf(e.getMessage()), e);
        }
    }
}
