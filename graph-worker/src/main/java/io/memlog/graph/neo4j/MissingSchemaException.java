package io.memlog.graph.neo4j;

/// Thrown when the database is new, or lost what was in it.
final class MissingSchemaException extends RuntimeException {

    MissingSchemaException() {
        super("the database is not set up");
    }
}
