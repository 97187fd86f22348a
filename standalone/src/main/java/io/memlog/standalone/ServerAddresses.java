package io.memlog.standalone;

import io.memlog.embedded.KafkaServer;
import io.memlog.embedded.Passwords;
import java.util.HashMap;
import java.util.Map;

/// The addresses and passwords of the servers.
record ServerAddresses(
        String jdbcUrl, String bootstrapServers, String chromaUrl, String neo4jUri, Passwords passwords) {

    /// The settings of a Kafka client.
    Map<String, Object> kafka() {
        Map<String, Object> settings = new HashMap<>(KafkaServer.clientSettings(passwords));
        settings.put("bootstrap.servers", bootstrapServers);
        return settings;
    }
}
