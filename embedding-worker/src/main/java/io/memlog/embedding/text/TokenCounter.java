package io.memlog.embedding.text;

/// Counts the tokens of a text for the embedding model.
@FunctionalInterface
public interface TokenCounter {

    /// The number of tokens without the special tokens around every text. The count of a text is the sum of
    /// the counts of its words.
    int count(String text);
}
