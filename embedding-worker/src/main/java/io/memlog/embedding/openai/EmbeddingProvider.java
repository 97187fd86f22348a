package io.memlog.embedding.openai;

import java.time.Duration;
import java.util.List;

/// A client of an embedding provider.
@FunctionalInterface
interface EmbeddingProvider {

    /// A text that no provider has a reason to reject.
    List<String> PROBE_TEXT = List.of("memlog");

    /// Sends one request.
    ///
    /// @param timeout of the whole request
    /// @throws io.memlog.consumer.IndexUnavailableException when the provider is unavailable or rejects the
    ///     configuration
    /// @throws MalformedResponseException when the response is invalid
    EmbeddingResponse embed(List<String> texts, Duration timeout);
}
