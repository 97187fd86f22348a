package io.memlog.graph.neo4j;

import io.memlog.consumer.ProjectionInventory;
import io.memlog.consumer.status.CachedHealthProbe;
import io.memlog.consumer.status.StoreHealth;
import io.memlog.consumer.status.StoreStatus;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.neo4j.driver.AuthToken;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.NotificationSeverity;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Connects to Neo4j; a search waits less long for an answer than the indexing of memories.
@Configuration(proxyBeanMethods = false)
class Neo4jConfiguration {

    @Bean
    Neo4jStore neo4jStore(Neo4jProperties properties) {
        return store(properties);
    }

    @Bean
    MemoryGraph memoryGraph(Neo4jStore store, MeterRegistry meters) {
        return new MeteredMemoryGraph(new Neo4jMemoryGraph(store), meters);
    }

    @Bean
    ProjectionInventory graphInventory(Neo4jStore store) {
        return new Neo4jInventory(store);
    }

    @Bean
    SchemaWarmup readyAtStart(Neo4jStore store) {
        return new SchemaWarmup(new Neo4jMemoryGraph(store));
    }

    @Bean
    StoreStatus neo4j(MemoryGraph graph, Clock clock) {
        return new CachedHealthProbe("neo4j", graph::probe, clock);
    }

    @Bean
    HealthIndicator neo4jHealthIndicator(StoreStatus neo4j, Neo4jProperties properties) {
        return new StoreHealth(neo4j, properties.uri().toString());
    }

    static Neo4jStore store(Neo4jProperties properties) {
        return new Neo4jStore(
                client(properties, properties.indexTimeout(), properties.indexConnections()),
                client(properties, properties.searchTimeout(), properties.searchConnections()));
    }

    private static Neo4jClient client(Neo4jProperties properties, Duration limit, int connections) {
        return new Neo4jClient(driver(properties, limit, connections), properties.database(), limit, new Random());
    }

    /// Connections that were idle are tried before they are used: a restart of Neo4j cuts them.
    private static Driver driver(Neo4jProperties properties, Duration limit, int connections) {
        var config = Config.builder()
                .withConnectionTimeout(properties.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .withConnectionAcquisitionTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .withConnectionLivenessCheckTimeout(1, TimeUnit.SECONDS)
                .withMaxConnectionPoolSize(connections)
                .withMinimumNotificationSeverity(NotificationSeverity.OFF)
                .withTelemetryDisabled(true)
                .withUserAgent("memlog-graph-worker")
                .build();
        return GraphDatabase.driver(properties.uri(), authentication(properties), config);
    }

    private static AuthToken authentication(Neo4jProperties properties) {
        return properties.password().isEmpty()
                ? AuthTokens.none()
                : AuthTokens.basic(properties.username(), properties.password());
    }
}
