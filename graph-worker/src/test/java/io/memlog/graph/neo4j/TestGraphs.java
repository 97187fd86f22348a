package io.memlog.graph.neo4j;

import io.memlog.schemas.memory.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Record;

/// Graphs on a Neo4j for tests, which live as long as the JVM, and direct access to the shared Neo4j.
public final class TestGraphs {

    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private TestGraphs() {}

    public static Neo4jMemoryGraph on(URI uri) {
        return on(store(uri, TIMEOUT));
    }

    static Neo4jMemoryGraph on(Neo4jStore store) {
        return new Neo4jMemoryGraph(store, new SimpleMeterRegistry());
    }

    static Neo4jStore store(URI uri, Duration timeout) {
        return Neo4jConfiguration.store(new Neo4jProperties(uri, "neo4j", "", "neo4j", timeout, timeout));
    }

    /// The rows of a statement on the shared Neo4j.
    public static List<Record> run(String cypher, Map<String, Object> parameters) {
        try (var store = store(SharedNeo4j.uri(), TIMEOUT)) {
            return store.write(
                    transaction -> transaction.run(cypher, parameters).list());
        }
    }

    /// The names of all entities of a tenant in the shared Neo4j.
    public static List<String> entityNames(Tenant tenant) {
        return entityNames(tenant, "");
    }

    static List<String> entityNames(Tenant tenant, String type) {
        var keys = NodeKeys.word(MemoryProperties.TENANT, NodeKeys.tenant(tenant));
        return run(
                        "MATCH (e:Entity {keys: $keys}) WHERE $type IN ['', e.type] RETURN e.name AS name",
                        Map.of("keys", keys, "type", type))
                .stream()
                .map(row -> row.get("name").asString())
                .toList();
    }
}
