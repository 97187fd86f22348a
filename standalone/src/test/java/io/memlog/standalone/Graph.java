package io.memlog.standalone;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.util.List;
import java.util.Map;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Record;

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

    /// The version of each node of a memory.
    static Map<Long, List<Long>> versionsAt(String uri) {
        return run(uri, "MATCH (n:Memory) RETURN n.id AS memory, n.version AS version", Map.of()).stream()
                .collect(groupingBy(
                        node -> node.get("memory").asLong(),
                        mapping(node -> node.get("version").asLong(), toList())));
    }

    /// How many entities nobody mentions.
    static long unsupportedEntitiesAt(String uri) {
        return run(uri, "MATCH (e:Entity) WHERE NOT EXISTS { (e)<--() } RETURN count(e) AS entities", Map.of())
                .getFirst()
                .get("entities")
                .asLong();
    }

    /// Removes the nodes of memories with all that hangs on them.
    static void remove(String uri, List<Long> memories) {
        run(uri, "MATCH (n:Memory) WHERE n.id IN $memories DETACH DELETE n", Map.of("memories", memories));
    }

    /// Makes memories look as if they were whole at another version.
    static void setVersion(String uri, List<Long> memories, long version) {
        run(uri, """
                MATCH (n:Memory) WHERE n.id IN $memories
                SET n.version = $version
                WITH n MATCH (n)-[r]->() SET r.version = $version
                """, Map.of("memories", memories, "version", version));
    }

    /// Makes nodes like that of a memory, for some that nobody knows.
    static void copy(String uri, long memory, List<Long> unknown) {
        run(uri, """
                MATCH (m:Memory {id: $memory})
                UNWIND $unknown AS id
                CREATE (n:Record:Memory)
                SET n = m {.*, key: split(m.key, '-')[0] + '-' + toString(id), id: id, mentions: 0}
                """, Map.of("memory", memory, "unknown", unknown));
    }

    private static List<Record> run(String uri, String statement, Map<String, Object> parameters) {
        try (var driver = GraphDatabase.driver(uri)) {
            return driver.executableQuery(statement)
                    .withParameters(parameters)
                    .execute()
                    .records();
        }
    }
}
