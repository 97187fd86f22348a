package io.memlog.bench.system;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An application of Memlog.
public enum Application {
    API_SERVICE("api-service"),
    EMBEDDING_WORKER("embedding-worker"),
    GRAPH_WORKER("graph-worker");

    /// The options of each JVM.
    public static final List<String> JVM =
            List.of("-Xmx512m", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    private final String title;

    Application(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /// What it needs beside those of api-service.
    List<Server> servers() {
        return switch (this) {
            case API_SERVICE -> List.of(Server.POSTGRESQL, Server.KAFKA);
            case EMBEDDING_WORKER -> List.of(Server.CHROMA);
            case GRAPH_WORKER -> List.of(Server.NEO4J);
        };
    }

    /// Its settings that depend on the servers.
    Map<String, String> settings(MemlogSystem system) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("server.port", Integer.toString(system.port(this)));
        settings.put("memlog.http.internal-token", system.passwords().of("workers.api-service"));
        system.kafkaClient()
                .forEach((name, value) -> settings.put(
                        name.equals("bootstrap.servers")
                                ? "spring.kafka.bootstrap-servers"
                                : "spring.kafka.properties." + name,
                        value.toString()));
        switch (this) {
            case API_SERVICE -> {
                settings.put("spring.datasource.url", system.address(Server.POSTGRESQL));
                settings.put("spring.datasource.username", "memlog");
                settings.put("spring.datasource.password", system.passwords().of("postgresql.memlog"));
                settings.put(
                        "memlog.archive.folder",
                        system.folder().resolve("archive").toString());
                settings.put(
                        "memlog.pipeline.folder",
                        system.folder().resolve("pipeline").toString());
                settings.put("memlog.search.vector.url", "http://127.0.0.1:" + system.port(EMBEDDING_WORKER));
                settings.put("memlog.search.graph.url", "http://127.0.0.1:" + system.port(GRAPH_WORKER));
            }
            case EMBEDDING_WORKER -> {
                settings.put("memlog.chroma.url", system.address(Server.CHROMA));
                settings.put("memlog.chroma.tenant", system.passwords().of("chroma.tenant"));
            }
            case GRAPH_WORKER -> {
                settings.put("memlog.neo4j.uri", system.address(Server.NEO4J));
                settings.put("memlog.neo4j.username", "neo4j");
                settings.put("memlog.neo4j.password", system.passwords().of("neo4j.neo4j"));
            }
        }
        return settings;
    }
}
