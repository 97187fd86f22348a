package io.memlog.embedding.openai;

import java.time.Duration;
import java.util.List;

/// Whoever turns texts into vectors for us.
@FunctionalInterface
interface EmbeddingProvider {

    /// Something that no provider has a reason to refuse.
    List<String> PROBE_TEXT = List.of("memlog");

    /// One request.
    ///
    /// @param timeout how long it may take in all
    /// @throws io.memlog.consumer.IndexUnavailableException when the provider is away or not as it is
    ///     configured
    /// @throws MalformedResponseException when what it says makes no sense
    EmbeddingResponse embed(List<String> texts, Duration timeout);
}
