package io.memlog.graph.neo4j;

import io.memlog.schemas.memory.Tenant;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Record;

/// Graphs on a Neo4j for tests, which live as long as the JVM, and a look into the shared one.
public final class TestGraphs {

    private static final Duration PATIENT = Duration.ofSeconds(30);

    private TestGraphs() {}

    public static MemoryGraph on(URI uri) {
        return new Neo4jMemoryGraph(store(uri, PATIENT, PATIENT));
    }

    static Neo4jStore store(URI uri, Duration searchTimeout, Duration indexTimeout) {
        return Neo4jConfiguration.store(new Neo4jProperties(
                uri, "neo4j", "", "neo4j", Duration.ofSeconds(1), searchTimeout, indexTimeout, 16, 6));
    }

    /// What the statement finds in the shared Neo4j.
    public static List<Record> run(String cypher, Map<String, Object> parameters) {
        try (var store = store(SharedNeo4j.uri(), PATIENT, PATIENT)) {
            return store.write(
                    transaction -> transaction.run(cypher, parameters).list());
        }
    }

    /// All entities of a tenant in the shared Neo4j.
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
