package io.memlog.embedding.model;

import io.memlog.schemas.memory.Embedding;

/// A model in this JVM, which embeds one text at a time. Thread-safe.
interface LocalModel {

    /// The name of the model; vectors of different models are never compared.
    String name();

    int dimensions();

    /// The vector of a text to be found.
    ///
    /// @throws IllegalArgumentException when the model gives no usable vector
    Embedding embedPassage(String text);

    /// The vector of a search query.
    ///
    /// @throws IllegalArgumentException when the model gives no usable vector
    Embedding embedQuery(String text);
}
