package io.memlog.graph.neo4j;

import io.memlog.consumer.ProjectionInventory;
import io.memlog.consumer.http.StoreHealth;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.neo4j.driver.AuthToken;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.NotificationSeverity;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Connects to Neo4j: searches and indexing have a pool of connections and a timeout each, so that neither starves the
/// other.
@Configuration(proxyBeanMethods = false)
class Neo4jConfiguration {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final int MAX_SEARCH_CONNECTIONS = 16;
    private static final int MAX_INDEX_CONNECTIONS = 16;

    @Bean
    Neo4jStore neo4jStore(Neo4jProperties properties) {
        return store(properties);
    }

    @Bean
    Neo4jMemoryGraph memoryGraph(Neo4jStore store, MeterRegistry meters) {
        return new Neo4jMemoryGraph(store, meters);
    }

    @Bean
    ProjectionInventory graphInventory(Neo4jStore store) {
        return new Neo4jInventory(store);
    }

    /// Its queries are not metered.
    @Bean(initMethod = "start", destroyMethod = "stop")
    SchemaWarmup schemaWarmup(Neo4jStore store) {
        return new SchemaWarmup(new Neo4jMemoryGraph(store, new SimpleMeterRegistry()));
    }

    @Bean
    StoreHealth neo4jHealthIndicator(Neo4jMemoryGraph graph, Neo4jProperties properties) {
        return new StoreHealth("neo4j", properties.uri().toString(), graph::probe);
    }

    static Neo4jStore store(Neo4jProperties properties) {
        return new Neo4jStore(
                client(properties, properties.indexTimeout(), MAX_INDEX_CONNECTIONS),
                client(properties, properties.searchTimeout(), MAX_SEARCH_CONNECTIONS));
    }

    /// Idle connections are checked before use, because a restart of Neo4j closes them.
    private static Neo4jClient client(Neo4jProperties properties, Duration timeout, int maxConnections) {
        var config = Config.builder()
                .withConnectionTimeout(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .withConnectionAcquisitionTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .withConnectionLivenessCheckTimeout(1, TimeUnit.SECONDS)
                .withMaxConnectionPoolSize(maxConnections)
                .withMinimumNotificationSeverity(NotificationSeverity.OFF)
                .withTelemetryDisabled(true)
                .withUserAgent("memlog-graph-worker")
                .build();
        var driver = GraphDatabase.driver(properties.uri(), authentication(properties), config);
        return new Neo4jClient(driver, properties.database(), timeout, new Random());
    }

    private static AuthToken authentication(Neo4jProperties properties) {
        return properties.password().isEmpty()
                ? AuthTokens.none()
                : AuthTokens.basic(properties.username(), properties.password());
    }
}
