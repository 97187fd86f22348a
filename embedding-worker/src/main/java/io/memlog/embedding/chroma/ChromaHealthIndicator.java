package io.memlog.embedding.chroma;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.embedding.vectors.VectorIndex;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/// Says whether Chroma answers. Without it the worker waits and can do its own job again by itself, so it
/// is degraded and not down.
final class ChromaHealthIndicator extends AbstractHealthIndicator {

    private final VectorIndex index;
    private final ChromaProperties properties;

    ChromaHealthIndicator(VectorIndex index, ChromaProperties properties) {
        this.index = index;
        this.properties = properties;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        health.withDetail("url", properties.url().toString());
        try {
            index.probe();
            health.up();
        } catch (IndexUnavailableException e) {
            health.status("DEGRADED").withDetail("reason", String.valueOf(e.getMessage()));
        }
    }
}
