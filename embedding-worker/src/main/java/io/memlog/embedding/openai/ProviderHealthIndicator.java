package io.memlog.embedding.openai;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Says how the last request to the provider went, without making one. Without it the worker waits and can
/// do its own job again by itself, so it is degraded and not down.
record ProviderHealthIndicator(HealthTrackingProvider provider, OpenAiProperties properties)
        implements HealthIndicator {

    @Override
    public Health health() {
        var health = Health.up().withDetail("url", properties.url()).withDetail("model", properties.model());
        var failureReason = provider.failureReason();
        return failureReason == null
                ? health.build()
                : health.status("DEGRADED").withDetail("reason", failureReason).build();
    }
}
