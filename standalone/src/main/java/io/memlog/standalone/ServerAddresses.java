package io.memlog.standalone;

import io.memlog.embedded.Passwords;

/// The addresses and passwords of the servers.
record ServerAddresses(
        String jdbcUrl, String bootstrapServers, String chromaUrl, String neo4jUri, Passwords passwords) {}
