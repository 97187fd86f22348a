package io.memlog.embedding.model;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.memlog.embedding.meters.EmbeddingMeters;
import io.memlog.embedding.text.MemoryText;
import io.memlog.schemas.memory.Embedding;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/// Loads the model while the application starts, so that it is ready only when it can embed.
@Configuration(proxyBeanMethods = false)
class ModelConfiguration {

    @Bean
    OnnxEmbedder onnxEmbedder() {
        return OnnxEmbedder.load();
    }

    @Bean
    @Primary
    Embedder embedder(OnnxEmbedder onnx, EmbeddingProperties properties, MeterRegistry meters) {
        var metered = new MeteredEmbedder(onnx, meters);
        return properties.cache().enabled() ? new CachedEmbedder(metered, cache(properties.cache(), meters)) : metered;
    }

    @Bean
    PassagePool passagePool(Embedder embedder, EmbeddingProperties properties) {
        return new PassagePool(
                embedder, properties.threadsOn(Runtime.getRuntime().availableProcessors()));
    }

    @Bean
    MemoryText memoryText(OnnxEmbedder onnx) {
        return new MemoryText(onnx.tokens(), OnnxEmbedder.WINDOW - BertTokenizer.FRAME);
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
