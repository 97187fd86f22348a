package io.memlog.embedding.openai;

import io.memlog.embedding.meters.EmbeddingMeters;
import io.memlog.embedding.model.Delegate;
import io.memlog.embedding.text.MemoryChunker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Embeds with a provider instead of the model in this JVM. The application also starts while the provider
/// is unavailable.
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "memlog.embedding.provider", havingValue = "openai")
class OpenAiConfiguration {

    @Bean
    ProviderHttpClient providerHttpClient() {
        return new ProviderHttpClient();
    }

    @Bean
    HealthTrackingProvider embeddingProvider(OpenAiProperties properties, ProviderHttpClient http, Clock clock) {
        return new HealthTrackingProvider(new OpenAiProvider(properties, http, clock));
    }

    @Bean
    StoppableSleep providerSleep() {
        return new StoppableSleep();
    }

    @Bean
    @Delegate
    OpenAiEmbedder openAiEmbedder(
            OpenAiProperties properties,
            HealthTrackingProvider provider,
            StoppableSleep sleep,
            MeterRegistry meters,
            Clock clock) {
        var queryPriority = new QueryPriority();
        var gate = new RetryAfterGate(clock);
        var passages = new ThrottledProvider(
                prefixed(properties.passagePrefix(), new MeteredProvider(provider, "passage", meters)),
                new AdaptiveBatchSize(properties.batchSize()),
                gate,
                sleep,
                EmbeddingMeters.rateLimitWaits(meters, "passage"),
                queryPriority,
                properties.searchTimeout(),
                properties.indexTimeout());
        var queries = new QueryEmbedder(
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
                        passages, probe, new PartialResultCache(properties.dimensions()), properties.maxElapsed()),
                queries,
                probe);
    }

    @Bean
    MemoryChunker memoryChunker(OpenAiProperties properties) {
        var tokens = new HeuristicTokenCounter();
        return new MemoryChunker(tokens, properties.maxTokens() - tokens.count(properties.passagePrefix()));
    }

    /// Shows the result of the last request, without making one. Without its provider the worker waits and
    /// recovers by itself, so it is degraded and not down.
    @Bean
    HealthIndicator embeddingHealthIndicator(HealthTrackingProvider provider, OpenAiProperties properties) {
        return () -> {
            var health = Health.up().withDetail("url", properties.url()).withDetail("model", properties.model());
            var reason = provider.failureReason();
            return reason == null
                    ? health.build()
                    : health.status("DEGRADED").withDetail("reason", reason).build();
        };
    }

    private static EmbeddingProvider prefixed(String prefix, EmbeddingProvider provider) {
        return (texts, timeout) ->
                provider.embed(texts.stream().map(prefix::concat).toList(), timeout);
    }
}
