package io.memlog.standalone;

import io.memlog.api.ApiService;
import io.memlog.embedded.ChromaServer;
import io.memlog.embedded.DataFolder;
import io.memlog.embedded.KafkaServer;
import io.memlog.embedded.Ports;
import io.memlog.embedded.PostgresServer;
import io.memlog.embedding.EmbeddingWorker;
import io.memlog.graph.GraphWorker;
import java.nio.file.Path;
import java.util.OptionalInt;

/// All of Memlog: the servers first, then the applications on them.
record Memlog(Options options, Screen screen, Parts parts) {

    /// Starts everything, and says where the servers listen. What was started before a failure runs on
    /// until the parts are closed.
    Stores start(DataFolder folder) {
        endLeftovers(folder.path());
        var apiPort = Ports.reserve("Memlog", options.port());
        var stores = startStores(folder.path());
        var settings = new Settings(
                stores,
                folder.path().resolve("archive"),
                apiPort,
                usualOrFree(OptionalInt.empty(), apiPort + 1),
                usualOrFree(OptionalInt.empty(), apiPort + 2));
        parts.start(
                "embedding-worker",
                () -> Application.start("embedding-worker", EmbeddingWorker.class, settings.ofEmbeddingWorker()),
                worker -> "http://localhost:" + settings.embeddingPort());
        parts.start(
                "graph-worker",
                () -> Application.start("graph-worker", GraphWorker.class, settings.ofGraphWorker()),
                worker -> "http://localhost:" + settings.graphPort());
        parts.start(
                "api-service",
                () -> Application.start("api-service", ApiService.class, settings.ofApiService()),
                api -> "http://localhost:" + settings.apiPort());
        return stores;
    }

    /// Before any port is chosen, so that a killed run does not hold those it had.
    private static void endLeftovers(Path data) {
        ChromaServer.endLeftover(data.resolve("chroma"));
        PostgresServer.endLeftover(data.resolve("postgres"));
    }

    private Stores startStores(Path data) {
        var postgresPort = usualOrFree(options.postgresPort(), 5432);
        var kafkaPort = usualOrFree(options.kafkaPort(), 9092);
        var neo4jPort = usualOrFree(options.neo4jPort(), 7687);
        var chromaUrl = chromaUrl(data);
        var postgres = parts.start(
                "PostgreSQL",
                () -> PostgresServer.start(data.resolve("postgres"), postgresPort),
                server -> server.jdbcUrl() + "  user " + server.user() + "  password " + server.password());
        var kafka = parts.start(
                "Kafka",
                () -> KafkaServer.start(data.resolve("kafka"), kafkaPort),
                server -> server.bootstrapServers() + "  no password");
        var neo4j = parts.start(
                "Neo4j",
                () -> Neo4jServer.start(data.resolve("neo4j"), neo4jPort),
                server -> server.uri() + "  no password");
        return new Stores(
                postgres.jdbcUrl(),
                postgres.user(),
                postgres.password(),
                kafka.bootstrapServers(),
                chromaUrl,
                neo4j.uri());
    }

    private String chromaUrl(Path data) {
        var running = options.chromaUrl();
        if (running != null) {
            screen.say("  Chroma            used as it runs at " + running);
            return running.toString();
        }
        var port = usualOrFree(options.chromaPort(), 8000);
        return parts.start(
                        "Chroma",
                        () -> ChromaServer.start(data.resolve("chroma"), port, message -> screen.say("    " + message)),
                        server -> server.url() + "  no password")
                .url();
    }

    /// A port that was asked for is left to its server, which says when it is in use.
    private static int usualOrFree(OptionalInt wanted, int usual) {
        return wanted.orElseGet(() -> Ports.isFree(usual) ? usual : Ports.free());
    }
}
