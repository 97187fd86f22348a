package io.memlog.embedding.model;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.memlog.embedding.meters.EmbeddingMeters;
import io.memlog.embedding.text.MemoryChunker;
import io.memlog.schemas.memory.Embedding;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
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

    /// Loads the model while the application starts, so that it is ready only when it can embed.
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "memlog.embedding.provider", havingValue = "onnx", matchIfMissing = true)
    static class Onnx {

        @Bean
        OnnxEmbedder onnxEmbedder(OnnxProperties properties) {
            return OnnxEmbedder.load(properties);
        }

        @Bean("uncached")
        ParallelEmbedder passagePool(OnnxEmbedder onnx, EmbeddingProperties properties, MeterRegistry meters) {
            return new ParallelEmbedder(
                    onnx, properties.threadsOn(Runtime.getRuntime().availableProcessors()), meters);
        }

        @Bean
        MemoryChunker memoryChunker(OnnxEmbedder onnx) {
            return new MemoryChunker(onnx.tokens(), onnx.maxTextTokens());
        }
    }
}
