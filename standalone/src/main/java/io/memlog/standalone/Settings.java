package io.memlog.standalone;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// What the applications are told about their surroundings.
///
/// @param archive where events go that leave the log, so that a copy of the data folder is complete
record Settings(Stores stores, Path archive, int apiPort, int embeddingPort, int graphPort) {

    /// On the shared classpath these would bring PostgreSQL into the workers, which have no use for it.
    private static final String NOT_IN_THE_WORKERS = String.join(
            ",",
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.jooq.autoconfigure.JooqAutoConfiguration");

    Map<String, String> ofApiService() {
        var settings = common(apiPort);
        settings.put("spring.datasource.url", stores.jdbcUrl());
        settings.put("spring.datasource.username", stores.databaseUser());
        settings.put("spring.datasource.password", stores.databasePassword());
        settings.put("memlog.archive.folder", archive.toString());
        settings.put("memlog.search.vector.url", "http://127.0.0.1:" + embeddingPort);
        settings.put("memlog.search.graph.url", "http://127.0.0.1:" + graphPort);
        return settings;
    }

    Map<String, String> ofEmbeddingWorker() {
        var settings = common(embeddingPort);
        settings.put("memlog.chroma.url", stores.chromaUrl());
        settings.put("spring.autoconfigure.exclude", NOT_IN_THE_WORKERS);
        return settings;
    }

    Map<String, String> ofGraphWorker() {
        var settings = common(graphPort);
        settings.put("memlog.neo4j.uri", stores.neo4jUri());
        settings.put("spring.autoconfigure.exclude", NOT_IN_THE_WORKERS);
        return settings;
    }

    /// Consumers live as long as their broker here, so a killed run's may be given up soon: only then do
    /// those of the next run get their partitions.
    private Map<String, String> common(int port) {
        var settings = new HashMap<String, String>();
        settings.put("server.address", "127.0.0.1");
        settings.put("server.port", Integer.toString(port));
        settings.put("spring.kafka.bootstrap-servers", stores.bootstrapServers());
        settings.put("spring.kafka.consumer.properties.session.timeout.ms", "6000");
        settings.put("spring.kafka.consumer.properties.heartbeat.interval.ms", "2000");
        settings.put("spring.jmx.enabled", "false");
        settings.put("management.metrics.use-global-registry", "false");
        return settings;
    }
}
