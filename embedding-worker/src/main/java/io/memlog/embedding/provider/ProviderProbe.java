package io.memlog.embedding.provider;

import io.memlog.consumer.IndexUnavailableException;
import java.time.Duration;

/// Finds out whether a provider embeds, at no cost while nothing is amiss: it is asked only after its last
/// request went wrong.
///
/// @param deferral until when the provider asked to be left alone
/// @param patience how much of that a write waits for by itself
record ProviderProbe(
        WatchedProvider watched, Provider provider, Deferral deferral, Duration patience, Duration timeout) {

    /// @throws IndexUnavailableException when it does not
    void run() {
        var left = deferral.left();
        if (left.compareTo(patience) > 0) {
            throw ProviderAway.because("the embedding provider asks to be left alone", null, left);
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
            case Answer.Vectors given when given.areUsable() -> {}
            case Answer.Vectors _ -> throw ProviderAway.because(WatchedProvider.NOT_USABLE, null);
            case Answer.Refused(var why) -> {
                watched.inTrouble(
                        "the embedding provider takes no text at all, so one of memlog.embedding.http.model, .dimensions, .request-dimensions and .api-key may be wrong: it "
                                + why);
                throw ProviderAway.because(String.valueOf(watched.trouble()), null);
            }
            case Answer.Deferred(var pause) -> {
                deferral.begin(pause);
                throw ProviderAway.because("the embedding provider asks to be left alone", null, pause);
            }
        }
    }

    private Answer answer() {
        try {
            return provider.embed(Provider.HARMLESS, timeout);
        } catch (UnusableAnswerException e) {
            throw ProviderAway.because(String.valueOf(e.getMessage()), e);
        }
    }
}
