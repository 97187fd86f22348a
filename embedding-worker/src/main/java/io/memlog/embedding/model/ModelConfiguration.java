package io.memlog.embedding.model;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.memlog.embedding.meters.EmbeddingMeters;
import io.memlog.schemas.memory.Embedding;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/// Puts the cache in front of the model in this JVM or the provider.
@Configuration(proxyBeanMethods = false)
class ModelConfiguration {

    @Bean
    @Primary
    Embedder embedder(EmbeddingProperties properties, @Qualifier("uncached") Embedder uncached, MeterRegistry meters) {
        return properties.cache().enabled()
                ? new CachedEmbedder(uncached, cache(properties.cache(), meters))
                : uncached;
    }

    private static Cache<CachedEmbedder.Content, Embedding> cache(
            EmbeddingProperties.Cache properties, MeterRegistry meters) {
        Cache<CachedEmbedder.Content, Embedding> cache = Caffeine.newBuilder()
                .maximumSize(properties.size())
                .expireAfterWrite(properties.timeToLive())
                .recordStats()
                .build();
        CaffeineCacheMetrics.monitor(meters, cache, EmbeddingMeters.CACHE, List.of());
        Gauge.builder(EmbeddingMeters.CACHE_HIT_RATIO, cache, c -> c.stats().hitRate())
                .register(meters);
        return cache;
    }
}
