package io.memlog.graph.neo4j;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.graph.memories.MemoryGraph;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/// Says whether Neo4j answers. Without it the worker waits and can do its own job again by itself, so it is
/// degraded and not down.
final class Neo4jHealthIndicator extends AbstractHealthIndicator {

    private final MemoryGraph graph;
    private final Neo4jProperties properties;

    Neo4jHealthIndicator(MemoryGraph graph, Neo4jProperties properties) {
        this.graph = graph;
        this.properties = properties;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        health.withDetail("uri", properties.uri().toString());
        try {
            graph.probe();
            health.up();
        } catch (IndexUnavailableException e) {
            health.status("DEGRADED").withDetail("reason", String.valueOf(e.getMessage()));
        }
    }
}
