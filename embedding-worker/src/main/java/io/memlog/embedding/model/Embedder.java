package io.memlog.embedding.model;

import io.memlog.schemas.memory.Embedding;
import java.util.List;

/// Embeds texts as vectors. The same text always gives the same vector, whatever else is embedded at the same
/// time. Thread-safe; every call is bounded in time.
///
/// Any method may throw [io.memlog.consumer.IndexUnavailableException] when the model or provider is
/// unavailable, and `embedPassages` also [io.memlog.consumer.NonRetryableException] when it rejects one of
/// the texts.
public interface Embedder {

    /// The name of the model; vectors of different models are never compared.
    String model();

    int dimensions();

    /// The vectors of the texts to be found, in their order.
    ///
    /// @throws IllegalArgumentException when the model gives no usable vector for one of them
    List<Embedding> embedPassages(List<String> texts);

    /// The vector of a search query; near to the passages that answer it.
    Embedding embedQuery(String text);

    /// Returns if texts can be embedded, as far as is known without extra cost.
    void probe();
}
