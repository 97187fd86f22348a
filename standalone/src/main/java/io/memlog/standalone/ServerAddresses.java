package io.memlog.standalone;

import io.memlog.embedded.KafkaServer;
import io.memlog.embedded.Passwords;
import java.util.HashMap;
import java.util.Map;

/// The addresses and passwords of the servers.
///
/// @param chromaTenant the tenant of Chroma that holds the database
record ServerAddresses(
        String jdbcUrl,
        String bootstrapServers,
        String chromaUrl,
        String chromaTenant,
        String neo4jUri,
        Passwords passwords) {

    /// Without the name of the tenant, which is a secret.
    @Override
    public String toString() {
        return "ServerAddresses[" + jdbcUrl + ", " + bootstrapServers + ", " + chromaUrl + ", " + neo4jUri + "]";
    }

    /// The settings of a Kafka client.
    Map<String, Object> kafka() {
        Map<String, Object> settings = new HashMap<>(KafkaServer.clientSettings(passwords));
        settings.put("bootstrap.servers", bootstrapServers);
        return settings;
    }
}
