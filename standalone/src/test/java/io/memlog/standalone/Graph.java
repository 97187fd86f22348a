package io.memlog.standalone;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.memlog.embedded.Passwords;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Record;

/// Looks into Neo4j past graph-worker.
record Graph(String uri, Passwords passwords) {

    /// The memories that the graph shows, each as often as it has a node.
    List<Long> memories() {
        return run("MATCH (n:Memory) RETURN n.id AS memory", Map.of()).stream()
                .map(node -> node.get("memory").asLong())
                .toList();
    }

    /// The text of each node of a memory.
    List<String> documents(long memory) {
        return run("MATCH (n:Memory {id: $memory}) RETURN n.document AS document", Map.of("memory", memory)).stream()
                .map(node -> node.get("document").asString())
                .toList();
    }

    /// The version of each node of a memory.
    Map<Long, List<Long>> versions() {
        return run("MATCH (n:Memory) RETURN n.id AS memory, n.version AS version", Map.of()).stream()
                .collect(groupingBy(
                        node -> node.get("memory").asLong(),
                        mapping(node -> node.get("version").asLong(), toList())));
    }

    /// How many entities nobody mentions.
    long unsupportedEntities() {
        return run("MATCH (e:Entity) WHERE NOT EXISTS { (e)<--() } RETURN count(e) AS entities", Map.of())
                .getFirst()
                .get("entities")
                .asLong();
    }

    /// Removes the nodes of memories with all that hangs on them.
    void remove(List<Long> memories) {
        run("MATCH (n:Memory) WHERE n.id IN $memories DETACH DELETE n", Map.of("memories", memories));
    }

    /// Makes memories look as if they were whole at another version.
    void setVersion(List<Long> memories, long version) {
        run("""
                MATCH (n:Memory) WHERE n.id IN $memories
                SET n.version = $version
                WITH n MATCH (n)-[r]->() SET r.version = $version
                """, Map.of("memories", memories, "version", version));
    }

    /// Makes nodes like that of a memory, for some that nobody knows.
    void copy(long memory, List<Long> unknown) {
        run("""
                MATCH (m:Memory {id: $memory})
                UNWIND $unknown AS id
                CREATE (n:Record:Memory)
                SET n = m {.*, key: split(m.key, '-')[0] + '-' + toString(id), id: id, mentions: 0}
                """, Map.of("memory", memory, "unknown", unknown));
    }

    private List<Record> run(String statement, Map<String, Object> parameters) {
        try (var driver = GraphDatabase.driver(uri, AuthTokens.basic("neo4j", passwords.of("neo4j.neo4j")))) {
            return driver.executableQuery(statement)
                    .withParameters(parameters)
                    .execute()
                    .records();
        }
    }
}
