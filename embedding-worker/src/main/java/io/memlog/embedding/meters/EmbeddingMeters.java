package io.memlog.embedding.meters;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/// What embedding-worker measures itself, beside the meters of Spring and Kafka (Chroma's calls are in
/// `http.client.requests`, by path).
///
/// | meter | tags | meaning |
/// |---|---|---|
/// | `memlog.embedding.duration` | `kind` passage, query | one text through the model |
/// | `memlog.embedding.cache.hit.ratio` | | share of texts whose vector was remembered, 0 to 1 |
/// | `cache.gets` and other `cache.*` | `cache` embeddings | the cache in detail |
/// | `memlog.vector.write.duration` | `operation` store, delete, erase | one batch into Chroma |
/// | `memlog.vector.search.duration` | `outcome` answered, failed | one question to Chroma |
public final class EmbeddingMeters {

    /// The cache's name in the `cache` tag.
    public static final String CACHE = "embeddings";

    public static final String CACHE_HIT_RATIO = "memlog.embedding.cache.hit.ratio";

    private EmbeddingMeters() {}

    public static Timer embedding(MeterRegistry meters, String kind) {
        return timer("memlog.embedding.duration").tag("kind", kind).register(meters);
    }

    public static Timer write(MeterRegistry meters, String operation) {
        return timer("memlog.vector.write.duration").tag("operation", operation).register(meters);
    }

    public static Timer search(MeterRegistry meters, String outcome) {
        return timer("memlog.vector.search.duration").tag("outcome", outcome).register(meters);
    }

    private static Timer.Builder timer(String name) {
        return Timer.builder(name)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(30));
    }
}
