package io.memlog.embedding.openai;

import io.memlog.consumer.IndexUnavailableException;
import java.time.Duration;

/// Finds out whether a provider embeds, at no cost while nothing is amiss: it is asked only after its last
/// request went wrong.
///
/// @param deferral until when the provider asked to be left alone
/// @param patience how much of that a write waits for by itself
record ProviderProbe(
        HealthTrackingProvider watched,
        EmbeddingProvider provider,
        RetryAfterGate deferral,
        Duration patience,
        Duration timeout) {

    /// @throws IndexUnavailableException when it does not
    void run() {
        var left = deferral.left();
        if (left.compareTo(patience) > 0) {
            throw ProviderUnavailable.because("the embedding provider asks to be left alone", null, left);
        }
        if (watched.trouble() != null) {
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
                throw ProviderUnavailable.because(HealthTrackingProvider.NOT_USABLE, null);
            case EmbeddingResponse.Refused(var why) -> {
                watched.inTrouble(
                        "the embedding provider takes no text at all, so one of memlog.embedding.http.model, .dimensions, .request-dimensions and .api-key may be wrong: it "
                                + why);
                throw ProviderUnavailable.because(String.valueOf(watched.trouble()), null);
            }
            case EmbeddingResponse.Deferred(var pause) -> {
                deferral.begin(pause);
                throw ProviderUnavailable.because("the embedding provider asks to be left alone", null, pause);
            }
        }
    }

    private EmbeddingResponse answer() {
        try {
            return provider.embed(EmbeddingProvider.HARMLESS, timeout);
        } catch (MalformedResponseException e) {
            throw ProviderUnavailable.because(String.valueOf(e.getMessage()), e);
        }
    }
}
