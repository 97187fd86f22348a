package io.memlog.embedding.model;

import io.memlog.schemas.memory.Embedding;

/// Turns a text into the vector of its meaning. The same text always gives the same vector, whatever else
/// is being embedded. May be called from several threads.
public interface Embedder {

    /// The model's name; vectors of different models are never compared.
    String model();

    int dimensions();

    /// The vector of a text that is to be found.
    ///
    /// @throws IllegalArgumentException when the model gives no usable vector
    Embedding passage(String text);

    /// The vector of what somebody looks for; near to the passages that answer it.
    ///
    /// @throws IllegalArgumentException when the model gives no usable vector
    Embedding query(String text);
}
