package io.memlog.embedding.provider;

import java.time.Duration;
import java.util.List;

/// A provider that is shown the same words before every text.
record PrefixedProvider(Provider provider, String prefix) implements Provider {

    @Override
    public Answer embed(List<String> texts, Duration timeout) {
        return provider.embed(
                prefix.isEmpty() ? texts : texts.stream().map(prefix::concat).toList(), timeout);
    }
}
