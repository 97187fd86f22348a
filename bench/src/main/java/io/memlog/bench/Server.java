package io.memlog.bench;

/// A server that Memlog stores in.
enum Server {
    POSTGRESQL("PostgreSQL", "postgres", "64m"),
    KAFKA("Kafka", "kafka", "512m"),
    CHROMA("Chroma", "chroma", "64m"),
    NEO4J("Neo4j", "neo4j", "512m");

    final String title;
    final String folder;

    /// The largest heap of its JVM; PostgreSQL and Chroma are not within it.
    final String heap;

    Server(String title, String folder, String heap) {
        this.title = title;
        this.folder = folder;
        this.heap = heap;
    }
}
