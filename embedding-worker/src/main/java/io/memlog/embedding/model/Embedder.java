package io.memlog.embedding.model;

import io.memlog.schemas.memory.Embedding;
import java.util.List;

/// Turns texts into the vectors of their meaning. The same text always gives the same vector, whatever else
/// is being embedded. May be called from several threads; every call is bounded in time.
///
/// Any method may throw [io.memlog.consumer.IndexUnavailableException] when whoever embeds is away, and
/// `passages` also [io.memlog.consumer.NonRetryableException] when it does not take one of the texts.
public interface Embedder {

    /// The model's name; vectors of different models are never compared.
    String model();

    int dimensions();

    /// The vectors of texts that are to be found, in their order.
    ///
    /// @throws IllegalArgumentException when the model gives no usable vector for one of them
    List<Embedding> passages(List<String> texts);

    /// The vector of what somebody looks for; near to the passages that answer it.
    Embedding query(String text);

    /// Returns when texts can be embedded, as far as is known.
    void probe();
}
