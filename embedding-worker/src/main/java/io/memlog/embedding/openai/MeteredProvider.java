package io.memlog.embedding.openai;

import io.memlog.embedding.meters.EmbeddingMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;

/// Measures the requests for one kind of text.
///
/// @param kind `passage`, `query` or `probe`
record MeteredProvider(EmbeddingProvider provider, String kind, MeterRegistry meters) implements EmbeddingProvider {

    @Override
    public EmbeddingResponse embed(List<String> texts, Duration timeout) {
        var started = Timer.start();
        var outcome = "failed";
        try {
            var response = provider.embed(texts, timeout);
            outcome = switch (response) {
                case EmbeddingResponse.Vectors vectors -> record(vectors);
                case EmbeddingResponse.Rejected _ -> "rejected";
                case EmbeddingResponse.RateLimited _ -> "rate_limited";
            };
            return response;
        } finally {
            started.stop(EmbeddingMeters.request(meters, kind, outcome));
        }
    }

    private String record(EmbeddingResponse.Vectors vectors) {
        EmbeddingMeters.texts(meters, kind).increment(vectors.each().size());
        EmbeddingMeters.tokens(meters, kind).increment((double) vectors.tokens());
        return vectors.areUsable() ? "answered" : "unusable";
    }
}
