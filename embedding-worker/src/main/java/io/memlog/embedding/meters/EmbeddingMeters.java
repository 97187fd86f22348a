package io.memlog.embedding.meters;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/// The meters of embedding-worker, besides those of Spring and Kafka (calls of Chroma are in
/// `http.client.requests`, by path).
///
/// With the model in this JVM:
/// - `memlog.embedding.duration` (`kind` passage, query): one text through the model
///
/// With an OpenAI-compatible provider (`kind` passage, query, probe):
/// - `memlog.embedding.requests` (`kind`, `outcome` answered, unusable, rejected, rate_limited, failed): one
///   request, with its retries
/// - `memlog.embedding.texts` (`kind`): texts that the provider embedded
/// - `memlog.embedding.tokens` (`kind`): tokens that it counted and may charge for
/// - `memlog.embedding.rate.limit.waits` (`kind`): pauses for its rate limit; longer pauses of indexing are the
///   consumer's (`memlog.consumer.paused`)
///
/// With either:
/// - `memlog.embedding.cache.hit.ratio`: share of texts with a cached vector, 0 to 1
/// - `cache.gets` and other `cache.*` (`cache` embeddings): the cache in detail
/// - `memlog.vector.write.duration` (`operation` store, delete, purge): one batch written to Chroma
/// - `memlog.vector.search.duration` (`outcome` answered, failed): one query to Chroma
public final class EmbeddingMeters {

    /// The cache's name in the `cache` tag.
    public static final String CACHE = "embeddings";

    public static final String CACHE_HIT_RATIO = "memlog.embedding.cache.hit.ratio";

    private EmbeddingMeters() {}

    public static Timer embedding(MeterRegistry meters, String kind) {
        return timer("memlog.embedding.duration").tag("kind", kind).register(meters);
    }

    public static Timer request(MeterRegistry meters, String kind, String outcome) {
        return timer("memlog.embedding.requests")
                .tag("kind", kind)
                .tag("outcome", outcome)
                .register(meters);
    }

    public static Counter texts(MeterRegistry meters, String kind) {
        return Counter.builder("memlog.embedding.texts").tag("kind", kind).register(meters);
    }

    public static Counter tokens(MeterRegistry meters, String kind) {
        return Counter.builder("memlog.embedding.tokens").tag("kind", kind).register(meters);
    }

    public static Timer rateLimitWaits(MeterRegistry meters, String kind) {
        return Timer.builder("memlog.embedding.rate.limit.waits")
                .tag("kind", kind)
                .register(meters);
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
