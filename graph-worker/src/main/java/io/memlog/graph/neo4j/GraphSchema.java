package io.memlog.graph.neo4j;

import java.util.List;
import java.util.Map;
import org.neo4j.driver.Transaction;

/// The schema that the database needs before any write: nodes are unique by their key, and text has full-text indexes.
/// The community edition has no other constraints.
///
/// A marker node exists when the schema is complete. Every write looks for it first, so that a database that lost its
/// data gets its schema before it gets any data.
final class GraphSchema {

    static final String MEMORY_TEXT_INDEX = "memlog_memory_words";
    static final String ENTITY_NAME_INDEX = "memlog_entity_names";

    private static final int VERSION = 1;
    private static final int MAX_INDEX_WAIT_SECONDS = 10;

    private static final List<String> STATEMENTS = List.of(
            "CREATE CONSTRAINT memlog_record_key IF NOT EXISTS FOR (n:Record) REQUIRE n.key IS UNIQUE",
            "CREATE CONSTRAINT memlog_entity_key IF NOT EXISTS FOR (n:Entity) REQUIRE n.key IS UNIQUE",
            "CREATE CONSTRAINT memlog_schema_version IF NOT EXISTS FOR (n:MemlogSchema) REQUIRE n.version IS UNIQUE",
            fullTextIndex(MEMORY_TEXT_INDEX, "Memory", "n.keys, n.first, n.last, n.task, n.document, n.beneath"),
            fullTextIndex(ENTITY_NAME_INDEX, "Entity", "n.keys, n.name, n.beneath"));

    private GraphSchema() {}

    static void create(Neo4jClient neo4j) {
        for (var statement : STATEMENTS) {
            neo4j.write(transaction -> transaction.run(statement).consume());
        }
        neo4j.read(transaction -> transaction
                .run("CALL db.awaitIndexes($seconds)", Map.of("seconds", MAX_INDEX_WAIT_SECONDS))
                .consume());
        neo4j.write(transaction -> transaction
                .run("MERGE (:MemlogSchema {version: $version})", Map.of("version", VERSION))
                .consume());
    }

    /// @throws MissingException when the database has no complete schema
    static void requirePresent(Transaction transaction) {
        marker(transaction, "RETURN schema.version");
    }

    /// Writes to the marker: shows that the database has its schema and accepts writes.
    ///
    /// @throws MissingException when the database has no complete schema
    static boolean touchMarker(Transaction transaction) {
        return marker(transaction, "SET schema.touched = timestamp() RETURN schema.touched");
    }

    private static boolean marker(Transaction transaction, String then) {
        var found =
                transaction.run("MATCH (schema:MemlogSchema {version: $version}) " + then, Map.of("version", VERSION));
        if (found.list().isEmpty()) {
            throw new MissingException();
        }
        return true;
    }

    private static String fullTextIndex(String name, String label, String properties) {
        return """
            CREATE FULLTEXT INDEX %s IF NOT EXISTS FOR (n:%s) ON EACH [%s]
            OPTIONS {indexConfig: {`fulltext.analyzer`: 'english', `fulltext.eventually_consistent`: false}}
            """.formatted(name, label, properties);
    }

    /// Thrown when the database is new or lost its data.
    static final class MissingException extends RuntimeException {

        MissingException() {
            super("the database has no schema");
        }
    }
}
