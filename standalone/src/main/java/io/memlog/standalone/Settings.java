package io.memlog.standalone;

import io.memlog.embedded.KafkaServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The settings of each application that depend on this machine.
///
/// @param data         the data folder; the archive lies within it, so that a copy of it is
///     complete, and the state of the pipeline
/// @param adminKeyHash of the key that `./memlog keys create --bootstrap` made; empty without one
record Settings(
        ServerAddresses addresses, Path data, String adminKeyHash, int apiPort, int embeddingPort, int graphPort) {

    /// Auto-configurations of the shared classpath that would connect the workers to PostgreSQL, or ask callers for a
    /// password.
    private static final String EXCLUDED_IN_WORKERS = String.join(
            ",",
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.jooq.autoconfigure.JooqAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
            "org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration",
            "org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration");

    Map<String, String> ofApiService() {
        var settings = common(apiPort);
        settings.put("spring.datasource.url", addresses.jdbcUrl());
        settings.put("spring.datasource.username", "memlog");
        settings.put("spring.datasource.password", addresses.passwords().of("postgresql.memlog"));
        settings.put("memlog.archive.folder", data.resolve("archive").toString());
        settings.put("memlog.pipeline.folder", data.resolve("pipeline").toString());
        settings.put("memlog.security.admin-key-hash", adminKeyHash);
        settings.put("memlog.search.vector.url", "http://127.0.0.1:" + embeddingPort);
        settings.put("memlog.search.graph.url", "http://127.0.0.1:" + graphPort);
        return settings;
    }

    Map<String, String> ofEmbeddingWorker() {
        var settings = common(embeddingPort);
        settings.put("memlog.chroma.url", addresses.chromaUrl());
        settings.put("memlog.chroma.tenant", addresses.chromaTenant());
        settings.put("spring.autoconfigure.exclude", EXCLUDED_IN_WORKERS);
        return settings;
    }

    Map<String, String> ofGraphWorker() {
        var settings = common(graphPort);
        settings.put("memlog.neo4j.uri", addresses.neo4jUri());
        settings.put("memlog.neo4j.username", "neo4j");
        settings.put("memlog.neo4j.password", addresses.passwords().of("neo4j.neo4j"));
        settings.put("spring.autoconfigure.exclude", EXCLUDED_IN_WORKERS);
        return settings;
    }

    /// The short session timeout lets the next run take over the partitions of a killed one soon; consumers
    /// and broker share a process, so sessions do not expire by accident.
    private Map<String, String> common(int port) {
        var settings = new HashMap<String, String>();
        settings.put("server.address", "127.0.0.1");
        settings.put("server.port", Integer.toString(port));
        settings.put("memlog.http.internal-token", addresses.passwords().of("workers.api-service"));
        settings.put("spring.kafka.bootstrap-servers", addresses.bootstrapServers());
        KafkaServer.clientSettings(addresses.passwords())
                .forEach((name, value) -> settings.put("spring.kafka.properties." + name, value));
        settings.put("spring.kafka.consumer.properties.session.timeout.ms", "6000");
        settings.put("spring.kafka.consumer.properties.heartbeat.interval.ms", "2000");
        settings.put("spring.jmx.enabled", "false");
        settings.put("management.metrics.use-global-registry", "false");
        return settings;
    }
}
