package io.memlog.standalone;

import io.memlog.api.ApiService;
import io.memlog.api.http.security.ApiKeyService;
import io.memlog.embedded.ChromaServer;
import io.memlog.embedded.DataFolder;
import io.memlog.embedded.KafkaServer;
import io.memlog.embedded.Passwords;
import io.memlog.embedded.Ports;
import io.memlog.embedded.PostgresServer;
import io.memlog.embedded.ServerUnavailableException;
import io.memlog.embedding.EmbeddingWorker;
import io.memlog.graph.GraphWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// Starts all of Memlog: the servers first, then the applications.
record Memlog(Options options, Console console, Components components) {

    /// Starts everything. What was started before a failure runs until the components are closed.
    ServerAddresses start(DataFolder folder) {
        stopOrphans(folder.path());
        var apiPort = Ports.reserve("Memlog", options.port());
        var addresses = startServers(folder.path());
        var settings = new Settings(
                addresses,
                folder.path(),
                adminKeyHash(folder.path()),
                apiPort,
                defaultOrFree(OptionalInt.empty(), apiPort + 1),
                defaultOrFree(OptionalInt.empty(), apiPort + 2));
        components.start(
                "embedding-worker",
                () -> Application.start("embedding-worker", EmbeddingWorker.class, settings.ofEmbeddingWorker()),
                worker -> "http://localhost:" + settings.embeddingPort());
        components.start(
                "graph-worker",
                () -> Application.start("graph-worker", GraphWorker.class, settings.ofGraphWorker()),
                worker -> "http://localhost:" + settings.graphPort());
        components.start(
                "api-service",
                () -> Application.start("api-service", ApiService.class, settings.ofApiService()),
                api -> "http://localhost:" + settings.apiPort() + access(api));
        return addresses;
    }

    private static String access(Application api) {
        return api.context().getBean(ApiKeyService.class).areRequired()
                ? "  with an API key"
                : "  open to everyone on this machine: there is no API key";
    }

    private static String adminKeyHash(Path data) {
        var file = data.resolve("admin-key-hash");
        try {
            if (!Files.exists(file)) {
                return "";
            }
            var hash = Files.readString(file).strip();
            if (hash.isEmpty()) {
                throw new ServerUnavailableException(
                        file + " is empty; ./memlog keys create --bootstrap makes a new key.");
            }
            return hash;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs before ports are chosen, so that servers of a killed run do not occupy them.
    private static void stopOrphans(Path data) {
        ChromaServer.stopOrphan(data.resolve("chroma"));
        PostgresServer.stopOrphan(data.resolve("postgres"));
    }

    private ServerAddresses startServers(Path data) {
        var postgresPort = defaultOrFree(options.postgresPort(), 5432);
        var kafkaPort = defaultOrFree(options.kafkaPort(), 9092);
        var neo4jPort = defaultOrFree(options.neo4jPort(), 7687);
        var passwords = Passwords.in(data);
        console.print("  Passwords         in " + passwords.file());
        var chroma = startChroma(data, passwords);
        var postgres = components.start(
                "PostgreSQL",
                () -> PostgresServer.start(data.resolve("postgres"), postgresPort, passwords),
                server -> server.jdbcUrl() + "  user " + server.user());
        var kafka = components.start(
                "Kafka",
                () -> KafkaServer.start(data.resolve("kafka"), kafkaPort, passwords),
                server -> server.bootstrapServers() + "  user memlog");
        var neo4j = components.start(
                "Neo4j",
                () -> Neo4jServer.start(data.resolve("neo4j"), neo4jPort, passwords),
                server -> server.uri() + "  user neo4j");
        return new ServerAddresses(
                postgres.jdbcUrl(),
                kafka.bootstrapServers(),
                chroma.map(ChromaServer::url).orElseGet(() -> String.valueOf(options.chromaUrl())),
                chroma.map(ChromaServer::tenant).orElse("default_tenant"),
                neo4j.uri(),
                passwords);
    }

    /// Empty where a running one is to be used.
    private Optional<ChromaServer> startChroma(Path data, Passwords passwords) {
        if (options.chromaUrl() != null) {
            console.print("  Chroma            already running at " + options.chromaUrl());
            return Optional.empty();
        }
        var port = defaultOrFree(options.chromaPort(), 8000);
        return Optional.of(components.start(
                "Chroma",
                () -> ChromaServer.start(
                        data.resolve("chroma"), port, passwords, message -> console.print("    " + message)),
                server -> server.url() + "  a tenant with a secret name"));
    }

    /// The wanted port, which its server checks; otherwise the default one, or a free one when that is in use.
    private static int defaultOrFree(OptionalInt wanted, int defaultPort) {
        return wanted.orElseGet(() -> Ports.isFree(defaultPort) ? defaultPort : Ports.free());
    }
}
