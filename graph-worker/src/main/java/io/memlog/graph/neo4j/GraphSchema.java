package io.memlog.graph.neo4j;

import java.util.List;
import java.util.Map;
import org.neo4j.driver.Transaction;

/// What the database must have before anything is written: nodes are unique by their key, and words are
/// indexed. Community has no other constraints.
///
/// A marker says that all of it is there. Every write looks for it first, so that a store that lost its
/// data is set up again before it takes any.
final class GraphSchema {

    static final String MEMORY_WORDS = "memlog_memory_words";
    static final String ENTITY_NAMES = "memlog_entity_names";

    private static final int VERSION = 1;
    private static final int AWAIT_SECONDS = 10;

    private static final List<String> STATEMENTS = List.of(
            "CREATE CONSTRAINT memlog_record_key IF NOT EXISTS FOR (n:Record) REQUIRE n.key IS UNIQUE",
            "CREATE CONSTRAINT memlog_entity_key IF NOT EXISTS FOR (n:Entity) REQUIRE n.key IS UNIQUE",
            "CREATE CONSTRAINT memlog_schema_version IF NOT EXISTS FOR (n:MemlogSchema) REQUIRE n.version IS UNIQUE",
            fullText(MEMORY_WORDS, "Memory", "n.keys, n.first, n.last, n.task, n.document, n.beneath"),
            fullText(ENTITY_NAMES, "Entity", "n.keys, n.name, n.beneath"));

    private GraphSchema() {}

    static void create(Neo4jClient neo4j) {
        for (var statement : STATEMENTS) {
            neo4j.write(transaction -> transaction.run(statement).consume());
        }
        neo4j.read(transaction -> transaction
                .run("CALL db.awaitIndexes($seconds)", Map.of("seconds", AWAIT_SECONDS))
                .consume());
        neo4j.write(transaction -> transaction
                .run("MERGE (:MemlogSchema {version: $version})", Map.of("version", VERSION))
                .consume());
    }

    /// @throws MissingSchemaException when the database is not set up
    static void requirePresent(Transaction transaction) {
        var found = transaction.run(
                "MATCH (schema:MemlogSchema {version: $version}) RETURN schema.version", Map.of("version", VERSION));
        if (found.list().isEmpty()) {
            throw new MissingSchemaException();
        }
    }

    /// Writes to the marker, which shows that the database is set up and takes writes.
    ///
    /// @throws MissingSchemaException when the database is not set up
    static void touchMarker(Transaction transaction) {
        var touched = transaction.run(
                "MATCH (schema:MemlogSchema {version: $version}) SET schema.touched = timestamp() RETURN schema.touched",
                Map.of("version", VERSION));
        if (touched.list().isEmpty()) {
            throw new MissingSchemaException();
        }
    }

    private static String fullText(String name, String label, String properties) {
        return "CREATE FULLTEXT INDEX " + name + " IF NOT EXISTS FOR (n:" + label + ") ON EACH [" + properties
                + "] OPTIONS {indexConfig: {`fulltext.analyzer`: 'english', `fulltext.eventually_consistent`: false}}";
    }
}
