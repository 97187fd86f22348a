package io.memlog.embedding.provider;

import io.memlog.embedding.text.TokenCounter;
import io.memlog.schemas.text.TokenEstimate;

/// Counts tokens for a model without a known tokenizer.
final class HeuristicTokenCounter implements TokenCounter {

    @Override
    public int count(String text) {
        return TokenEstimate.count(text);
    }

    /// The beginning of a text, up to the unit that exceeds the maximum.
    String truncate(String text, int maxTokens) {
        return TokenEstimate.truncate(text, maxTokens);
    }
}
