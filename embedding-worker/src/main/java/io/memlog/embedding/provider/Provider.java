package io.memlog.embedding.provider;

import java.time.Duration;
import java.util.List;

/// Whoever turns texts into vectors for us.
@FunctionalInterface
interface Provider {

    /// Something that no provider has a reason to refuse.
    List<String> HARMLESS = List.of("memlog");

    /// One request.
    ///
    /// @param timeout how long it may take in all
    /// @throws io.memlog.consumer.IndexUnavailableException when the provider is away or not as it is
    ///     configured
    /// @throws UnusableAnswerException when what it says makes no sense
    Answer embed(List<String> texts, Duration timeout);
}
