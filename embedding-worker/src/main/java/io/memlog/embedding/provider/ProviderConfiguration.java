package io.memlog.embedding.provider;

import io.memlog.embedding.text.MemoryChunker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;

/// Embeds with a provider instead of the model in this JVM. The application also starts while the provider
/// is unavailable.
@Configuration(proxyBeanMethods = false)
@Conditional(ProviderConfiguration.AnyProvider.class)
class ProviderConfiguration {

    @Bean
    @ConditionalOnProperty(name = "memlog.embedding.provider", havingValue = "openai")
    OpenAiApi openAiApi(OpenAiProperties properties) {
        return new OpenAiApi(properties);
    }

    @Bean
    @ConditionalOnProperty(name = "memlog.embedding.provider", havingValue = "google")
    GoogleApi googleApi(GoogleProperties properties) {
        return new GoogleApi(properties);
    }

    @Bean
    ProviderClient embeddingProvider(ProviderApi api, RestClient.Builder rest, MeterRegistry meters, Clock clock) {
        return new ProviderClient(api, rest, meters, clock);
    }

    @Bean("uncached")
    ProviderEmbedder providerEmbedder(ProviderApi api, ProviderClient provider, MeterRegistry meters) {
        return new ProviderEmbedder(api, provider, meters);
    }

    @Bean
    MemoryChunker memoryChunker(ProviderApi api) {
        return new MemoryChunker(new HeuristicTokenCounter(), api.maxTokens(EmbeddingPurpose.PASSAGE));
    }

    /// Shows the result of the last request, without making one. Without its provider the worker waits and
    /// recovers by itself, so it is degraded and not down.
    @Bean
    HealthIndicator embeddingHealthIndicator(ProviderClient provider, ProviderApi api) {
        return () -> {
            var settings = api.settings();
            var health = Health.up().withDetail("url", settings.url()).withDetail("model", settings.model());
            var reason = provider.failureReason();
            return reason == null
                    ? health.build()
                    : health.status("DEGRADED").withDetail("reason", reason).build();
        };
    }

    static final class AnyProvider extends AnyNestedCondition {

        AnyProvider() {
            super(ConfigurationPhase.PARSE_CONFIGURATION);
        }

        @ConditionalOnProperty(name = "memlog.embedding.provider", havingValue = "openai")
        static class OpenAi {}

        @ConditionalOnProperty(name = "memlog.embedding.provider", havingValue = "google")
        static class Google {}
    }
}
