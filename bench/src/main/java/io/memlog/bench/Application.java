package io.memlog.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An application of Memlog.
@SuppressWarnings("ImmutableEnumChecker")
enum Application {
    API_SERVICE("api-service", Server.POSTGRESQL, Server.KAFKA),
    EMBEDDING_WORKER("embedding-worker", Server.CHROMA),
    GRAPH_WORKER("graph-worker", Server.NEO4J);

    /// The options of each JVM.
    static final List<String> JVM =
            List.of("-Xmx512m", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    final String title;

    /// What it needs beside those of api-service.
    final List<Server> servers;

    Application(String title, Server... servers) {
        this.title = title;
        this.servers = List.of(servers);
    }

    /// Its settings that depend on the servers.
    Map<String, String> settings(MemlogSystem system) {
        var passwords = system.passwords();
        Map<String, String> settings = new TreeMap<>();
        settings.put("server.port", Integer.toString(system.port(this)));
        settings.put("memlog.http.internal-token", passwords.of("workers.api-service"));
        settings.put("spring.kafka.bootstrap-servers", system.address(Server.KAFKA));
        system.kafkaClient()
                .forEach((name, value) -> settings.put("spring.kafka.properties." + name, value.toString()));
        switch (this) {
            case API_SERVICE -> {
                settings.put("spring.datasource.url", system.address(Server.POSTGRESQL));
                settings.put("spring.datasource.username", "memlog");
                settings.put("spring.datasource.password", passwords.of("postgresql.memlog"));
                settings.put("memlog.archive.folder", system.folder() + "/archive");
                settings.put("memlog.pipeline.folder", system.folder() + "/pipeline");
                settings.put("memlog.search.vector.url", "http://127.0.0.1:" + system.port(EMBEDDING_WORKER));
                settings.put("memlog.search.graph.url", "http://127.0.0.1:" + system.port(GRAPH_WORKER));
            }
            case EMBEDDING_WORKER -> {
                settings.put("memlog.chroma.url", system.address(Server.CHROMA));
                settings.put("memlog.chroma.tenant", passwords.of("chroma.tenant"));
            }
            case GRAPH_WORKER -> {
                settings.put("memlog.neo4j.uri", system.address(Server.NEO4J));
                settings.put("memlog.neo4j.username", "neo4j");
                settings.put("memlog.neo4j.password", passwords.of("neo4j.neo4j"));
            }
        }
        return settings;
    }
}
