package io.memlog.embedding.text;

/// How long a text is for the embedding model.
@FunctionalInterface
public interface TokenCounter {

    /// The number of tokens without the two that frame every text. The count of a text is the sum of the
    /// counts of its words.
    int count(String text);
}
