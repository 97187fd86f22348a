package io.memlog.embedding.openai;

import java.time.Duration;
import java.util.List;

/// A provider that is shown the same words before every text.
record PrefixedProvider(EmbeddingProvider provider, String prefix) implements EmbeddingProvider {

    @Override
    public EmbeddingResponse embed(List<String> texts, Duration timeout) {
        return provider.embed(
                prefix.isEmpty() ? texts : texts.stream().map(prefix::concat).toList(), timeout);
    }
}
