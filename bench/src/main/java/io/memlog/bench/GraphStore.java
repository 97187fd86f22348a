package io.memlog.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/// Neo4j without Memlog: full-text queries, and the same nodes and relations under other labels.
final class GraphStore implements AutoCloseable {

    /// The full-text index of the texts of memories.
    static final String MEMORIES = "memlog_memory_words";

    /// The full-text index of the names of entities.
    static final String ENTITIES = "memlog_entity_names";

    private static final String SEARCH = """
            CALL db.index.fulltext.queryNodes($index, $query, {limit: $limit}) YIELD node, score
            RETURN node.id AS id, node.name AS name, node.document AS document, score
            """;

    private static final List<String> SCHEMA = List.of(
            "CREATE CONSTRAINT bench_memory IF NOT EXISTS FOR (n:BenchMemory) REQUIRE n.key IS UNIQUE",
            "CREATE CONSTRAINT bench_entity IF NOT EXISTS FOR (n:BenchEntity) REQUIRE n.key IS UNIQUE",
            "CREATE FULLTEXT INDEX bench_memory_words IF NOT EXISTS FOR (n:BenchMemory)"
                    + " ON EACH [n.keys, n.first, n.last, n.task, n.document, n.beneath]",
            "CREATE FULLTEXT INDEX bench_entity_names IF NOT EXISTS FOR (n:BenchEntity) ON EACH [n.keys, n.name, n.beneath]",
            "CALL db.awaitIndexes(30)");

    private static final String READ = """
            MATCH (m:Memory) WITH m ORDER BY m.id SKIP $skip LIMIT $limit
            RETURN properties(m) AS memory, [(m)-->(e:Entity) | properties(e)] AS entities
            """;

    private static final String WRITE = """
            UNWIND $rows AS row
            MERGE (m:BenchMemory {key: row.memory.key})
            SET m = row.memory
            WITH m, row
            UNWIND row.entities AS entity
            MERGE (e:BenchEntity {key: entity.key})
            ON CREATE SET e = entity
            MERGE (m)-[:MENTIONS]->(e)
            """;

    private final Driver driver;

    GraphStore(MemlogSystem system) {
        driver = GraphDatabase.driver(
                system.address(Server.NEO4J),
                AuthTokens.basic("neo4j", system.passwords().of("neo4j.neo4j")));
    }

    void searchText(String index, String query, int limit) {
        var words = query.replaceAll("[^A-Za-z ]", " ");
        try (var session = driver.session()) {
            session.executeRead(transaction -> transaction
                    .run(SEARCH, Map.of("index", index, "query", words, "limit", limit))
                    .list());
        }
    }

    /// Writes copies of so many memories with their entities, a transaction for each batch, and returns the seconds
    /// that it took.
    double copy(int memories, int batch) {
        try (var session = driver.session()) {
            SCHEMA.forEach(statement -> session.run(statement).consume());
            List<List<Map<String, Object>>> batches = new ArrayList<>();
            for (var skip = 0; skip < memories; skip += batch) {
                batches.add(
                        session.run(READ, Map.of("skip", skip, "limit", batch)).list(row -> row.asMap()));
            }
            var begin = System.nanoTime();
            for (var rows : batches) {
                session.executeWrite(transaction ->
                        transaction.run(WRITE, Map.of("rows", rows)).consume());
            }
            return PartContext.secondsSince(begin);
        }
    }

    /// Reads the ids and versions of all memories, as a consistency check has to.
    void readVersions() {
        try (var session = driver.session()) {
            session.executeRead(transaction -> transaction
                    .run("MATCH (m:Memory) RETURN m.id AS id, m.version AS version")
                    .list());
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
