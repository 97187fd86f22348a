package io.memlog.standalone;

/// How the applications reach their servers.
record Stores(
        String jdbcUrl,
        String databaseUser,
        String databasePassword,
        String bootstrapServers,
        String chromaUrl,
        String neo4jUri) {}
