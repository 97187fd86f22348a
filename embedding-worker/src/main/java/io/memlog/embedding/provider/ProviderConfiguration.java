package io.memlog.embedding.provider;

import io.memlog.embedding.meters.EmbeddingMeters;
import io.memlog.embedding.model.Uncached;
import io.memlog.embedding.text.MemoryText;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Has a provider embed instead of the model in this JVM. The provider may be away while the application
/// starts.
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "memlog.embedding.provider", havingValue = "http")
class ProviderConfiguration {

    @Bean
    Connections providerConnections(ProviderProperties properties) {
        return new Connections(properties.connectTimeout());
    }

    @Bean
    WatchedProvider provider(ProviderProperties properties, Connections connections, Clock clock) {
        return new WatchedProvider(new HttpProvider(properties, connections, clock));
    }

    @Bean
    Waits providerWaits() {
        return new Waits();
    }

    @Bean
    @Uncached
    HttpEmbedder httpEmbedder(
            ProviderProperties properties, WatchedProvider provider, Waits waits, MeterRegistry meters, Clock clock) {
        var precedence = new Precedence();
        var deferral = new Deferral(clock);
        var requests = new PacedRequests(
                new PrefixedProvider(new MeteredProvider(provider, "passage", meters), properties.passagePrefix()),
                new BatchSize(properties.batchSize()),
                deferral,
                waits,
                EmbeddingMeters.rateLimitWaits(meters, "passage"),
                precedence,
                properties.searchTimeout(),
                properties.indexTimeout());
        var questions = new Questions(
                new MeteredProvider(provider, "query", meters),
                properties,
                clock,
                waits,
                EmbeddingMeters.rateLimitWaits(meters, "query"),
                precedence);
        var probe = new ProviderProbe(
                provider,
                new MeteredProvider(provider, "probe", meters),
                deferral,
                properties.patience(),
                properties.indexTimeout());
        return new HttpEmbedder(
                properties.model(),
                properties.dimensions(),
                new Passages(requests, probe, new Unfinished(properties.dimensions()), properties.patience()),
                questions,
                probe);
    }

    @Bean
    MemoryText memoryText(ProviderProperties properties) {
        var tokens = new TokenEstimate();
        return new MemoryText(tokens, properties.maxTokens() - tokens.count(properties.passagePrefix()));
    }

    @Bean
    ProviderHealthIndicator embeddingHealthIndicator(WatchedProvider provider, ProviderProperties properties) {
        return new ProviderHealthIndicator(provider, properties);
    }
}
