package io.memlog.embedding.openai;

import io.memlog.embedding.meters.EmbeddingMeters;
import io.memlog.embedding.model.Delegate;
import io.memlog.embedding.text.MemoryChunker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Has a provider embed instead of the model in this JVM. The provider may be away while the application
/// starts.
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "memlog.embedding.provider", havingValue = "openai")
class OpenAiConfiguration {

    @Bean
    ProviderHttpClient providerConnections(OpenAiProperties properties) {
        return new ProviderHttpClient(properties.connectTimeout());
    }

    @Bean
    HealthTrackingProvider provider(OpenAiProperties properties, ProviderHttpClient connections, Clock clock) {
        return new HealthTrackingProvider(new OpenAiProvider(properties, connections, clock));
    }

    @Bean
    StoppableSleep providerWaits() {
        return new StoppableSleep();
    }

    @Bean
    @Delegate
    OpenAiEmbedder httpEmbedder(
            OpenAiProperties properties,
            HealthTrackingProvider provider,
            StoppableSleep sleep,
            MeterRegistry meters,
            Clock clock) {
        var queryPriority = new QueryPriority();
        var gate = new RetryAfterGate(clock);
        var requests = new ThrottledProvider(
                new PrefixedProvider(new MeteredProvider(provider, "passage", meters), properties.passagePrefix()),
                new AdaptiveBatchSize(properties.batchSize()),
                gate,
                sleep,
                EmbeddingMeters.rateLimitWaits(meters, "passage"),
                queryPriority,
                properties.searchTimeout(),
                properties.indexTimeout());
        var questions = new QueryEmbedder(
                new MeteredProvider(provider, "query", meters),
                properties,
                clock,
                sleep,
                EmbeddingMeters.rateLimitWaits(meters, "query"),
                queryPriority);
        var probe = new ProviderProbe(
                provider,
                new MeteredProvider(provider, "probe", meters),
                gate,
                properties.maxElapsed(),
                properties.indexTimeout());
        return new OpenAiEmbedder(
                properties.model(),
                properties.dimensions(),
                new PassageEmbedder(
                        requests, probe, new PartialResultCache(properties.dimensions()), properties.maxElapsed()),
                questions,
                probe);
    }

    @Bean
    MemoryChunker memoryText(OpenAiProperties properties) {
        var tokens = new HeuristicTokenCounter();
        return new MemoryChunker(tokens, properties.maxTokens() - tokens.count(properties.passagePrefix()));
    }

    @Bean
    ProviderHealthIndicator embeddingHealthIndicator(HealthTrackingProvider provider, OpenAiProperties properties) {
        return new ProviderHealthIndicator(provider, properties);
    }
}
