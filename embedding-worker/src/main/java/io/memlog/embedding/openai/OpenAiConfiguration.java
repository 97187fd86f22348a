package io.memlog.embedding.openai;

import io.memlog.embedding.text.MemoryChunker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;

/// Embeds with a provider instead of the model in this JVM. The application also starts while the provider
/// is unavailable.
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "memlog.embedding.provider", havingValue = "openai")
class OpenAiConfiguration {

    @Bean
    ProviderClient embeddingProvider(
            OpenAiProperties properties, RestClient.Builder rest, MeterRegistry meters, Clock clock) {
        return new ProviderClient(properties, rest, meters, clock);
    }

    @Bean("uncached")
    OpenAiEmbedder openAiEmbedder(OpenAiProperties properties, ProviderClient provider, MeterRegistry meters) {
        return new OpenAiEmbedder(properties, provider, meters);
    }

    @Bean
    MemoryChunker memoryChunker(OpenAiProperties properties) {
        var tokens = new HeuristicTokenCounter();
        return new MemoryChunker(tokens, properties.maxTokens() - tokens.count(properties.passagePrefix()));
    }

    /// Shows the result of the last request, without making one. Without its provider the worker waits and
    /// recovers by itself, so it is degraded and not down.
    @Bean
    HealthIndicator embeddingHealthIndicator(ProviderClient provider, OpenAiProperties properties) {
        return () -> {
            var health = Health.up().withDetail("url", properties.url()).withDetail("model", properties.model());
            var reason = provider.failureReason();
            return reason == null
                    ? health.build()
                    : health.status("DEGRADED").withDetail("reason", reason).build();
        };
    }
}
