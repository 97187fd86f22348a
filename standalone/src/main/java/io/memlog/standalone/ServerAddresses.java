package io.memlog.standalone;

/// The addresses and credentials of the servers.
record ServerAddresses(
        String jdbcUrl,
        String databaseUser,
        String databasePassword,
        String bootstrapServers,
        String chromaUrl,
        String neo4jUri) {}
