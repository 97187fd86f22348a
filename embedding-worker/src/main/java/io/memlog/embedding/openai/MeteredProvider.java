package io.memlog.embedding.openai;

import io.memlog.embedding.meters.EmbeddingMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;

/// A provider whose requests for one kind of text are measured.
///
/// @param kind `passage`, `query` or `probe`
record MeteredProvider(EmbeddingProvider provider, String kind, MeterRegistry meters) implements EmbeddingProvider {

    @Override
    public EmbeddingResponse embed(List<String> texts, Duration timeout) {
        var started = Timer.start();
        var outcome = "failed";
        try {
            var answer = provider.embed(texts, timeout);
            outcome = switch (answer) {
                case EmbeddingResponse.Vectors given -> answered(given);
                case EmbeddingResponse.Rejected _ -> "refused";
                case EmbeddingResponse.RateLimited _ -> "deferred";
            };
            return answer;
        } finally {
            started.stop(EmbeddingMeters.request(meters, kind, outcome));
        }
    }

    private String answered(EmbeddingResponse.Vectors given) {
        EmbeddingMeters.texts(meters, kind).increment(given.each().size());
        EmbeddingMeters.tokens(meters, kind).increment((double) given.tokens());
        return given.areUsable() ? "answered" : "unusable";
    }
}
