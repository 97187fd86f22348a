package io.memlog.embedding.model;

import io.memlog.schemas.memory.Embedding;

/// A model in this JVM, which takes one text at a time. May be called from several threads.
interface LocalModel {

    /// The model's name; vectors of different models are never compared.
    String name();

    int dimensions();

    /// The vector of a text that is to be found.
    ///
    /// @throws IllegalArgumentException when the model gives no usable vector
    Embedding passage(String text);

    /// The vector of what somebody looks for.
    ///
    /// @throws IllegalArgumentException when the model gives no usable vector
    Embedding query(String text);
}
