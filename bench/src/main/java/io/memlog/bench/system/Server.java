package io.memlog.bench.system;

/// A server that Memlog stores in.
public enum Server {
    POSTGRESQL("PostgreSQL", "postgres", "64m"),
    KAFKA("Kafka", "kafka", "512m"),
    CHROMA("Chroma", "chroma", "64m"),
    NEO4J("Neo4j", "neo4j", "512m");

    private final String title;
    private final String folder;
    private final String heap;

    Server(String title, String folder, String heap) {
        this.title = title;
        this.folder = folder;
        this.heap = heap;
    }

    String title() {
        return title;
    }

    String folder() {
        return folder;
    }

    /// The largest heap of its JVM; PostgreSQL and Chroma are not within it.
    String heap() {
        return heap;
    }
}
