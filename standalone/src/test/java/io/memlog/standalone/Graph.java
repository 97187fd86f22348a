package io.memlog.standalone;

import java.util.List;
import java.util.Map;
import org.neo4j.driver.GraphDatabase;

/// Looks into Neo4j past graph-worker.
final class Graph {

    private Graph() {}

    /// The memories that the graph shows, each as often as it has a node.
    static List<Long> memoriesAt(String uri) {
        try (var driver = GraphDatabase.driver(uri)) {
            return driver.executableQuery("MATCH (n:Memory) RETURN n.id AS memory").execute().records().stream()
                    .map(node -> node.get("memory").asLong())
                    .toList();
        }
    }

    /// The text of each node of a memory.
    static List<String> documentsAt(String uri, long memory) {
        try (var driver = GraphDatabase.driver(uri)) {
            return driver
                    .executableQuery("MATCH (n:Memory {id: $memory}) RETURN n.document AS document")
                    .withParameters(Map.of("memory", memory))
                    .execute()
                    .records()
                    .stream()
                    .map(node -> node.get("document").asString())
                    .toList();
        }
    }
}
