package io.memlog.standalone;

import io.memlog.api.ApiService;
import io.memlog.embedded.ChromaServer;
import io.memlog.embedded.KafkaServer;
import io.memlog.embedded.Passwords;
import io.memlog.embedded.Ports;
import io.memlog.embedded.PostgresServer;
import io.memlog.embedding.EmbeddingWorker;
import io.memlog.eventstore.AppendResult;
import io.memlog.eventstore.EventContext;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.ExpectedVersion;
import io.memlog.eventstore.NewEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.graph.GraphWorker;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.message.EventMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/// Both applications on servers that can be stopped and started again one by one.
final class WholeSystem implements AutoCloseable {

    private final Path data;
    private final Map<String, String> more;
    private final Passwords passwords;
    private final int apiPort = Ports.free();
    private PostgresServer postgres;
    private KafkaServer kafka;
    private ChromaServer chroma;
    private Neo4jServer neo4j;
    private final Application worker;
    private Application graphWorker;
    private final Settings settings;
    private final Application api;
    private final Client client;

    private WholeSystem(Path data, Map<String, String> more) {
        this.data = data;
        this.more = Map.copyOf(more);
        this.passwords = Passwords.in(data);
        this.postgres = PostgresServer.start(data.resolve("postgres"), 0, passwords);
        this.kafka = KafkaServer.start(data.resolve("kafka"), 0, passwords);
        this.chroma = ChromaServer.start(data.resolve("chroma"), 0, passwords, message -> {});
        this.neo4j = Neo4jServer.start(data.resolve("neo4j"), 0, passwords);
        var stores = new ServerAddresses(
                postgres.jdbcUrl(), kafka.bootstrapServers(), chroma.url(), chroma.tenant(), neo4j.uri(), passwords);
        this.settings = new Settings(stores, data, "", apiPort, Ports.free(), Ports.free());
        this.worker = Application.start("embedding-worker", EmbeddingWorker.class, with(settings.ofEmbeddingWorker()));
        this.graphWorker = Application.start("graph-worker", GraphWorker.class, with(settings.ofGraphWorker()));
        this.api = Application.start("api-service", ApiService.class, with(settings.ofApiService()));
        this.client = new Client(apiPort);
    }

    static WholeSystem start(Path data) {
        return new WholeSystem(data, Map.of());
    }

    /// @param more settings of the applications that differ from the usual ones
    static WholeSystem start(Path data, Map<String, String> more) {
        return new WholeSystem(data, more);
    }

    private Map<String, String> with(Map<String, String> usual) {
        Map<String, String> settings = new HashMap<>(usual);
        settings.putAll(more);
        return settings;
    }

    Client client() {
        return client;
    }

    /// Where api-service listens.
    String url() {
        return "http://127.0.0.1:" + apiPort;
    }

    /// Where api-service, embedding-worker and graph-worker listen.
    List<Integer> ports() {
        return List.of(apiPort, settings.embeddingPort(), settings.graphPort());
    }

    List<Application> applications() {
        return List.of(api, worker, graphWorker);
    }

    Application worker() {
        return worker;
    }

    /// Why events became dead letters.
    List<String> deadLetters() {
        return DeadLetters.causes(settings.addresses().kafka());
    }

    /// Appends a change to the log by itself, as a migration or a repair by hand would.
    void append(MemoryChange change) {
        var stream = StreamId.ofMemory(change.key().id());
        var eventId = stream + "/" + change.version();
        var message = EventMessage.of(eventId, "/test", Instant.now(), change);
        var tenant = change.key().tenant();
        var context = new EventContext(tenant.userId(), tenant.projectId(), null, null, null, null);
        var event = new NewEvent(eventId, change.type(), message.data(), "{}", context, message);
        var result = api.context()
                .getBean(EventStore.class)
                .append(stream, ExpectedVersion.exactly(change.version() - 1), List.of(event));
        if (!(result instanceof AppendResult.Appended)) {
            throw new AssertionError(result);
        }
    }

    PostgresServer postgres() {
        return postgres;
    }

    /// The settings of a Kafka client.
    Map<String, Object> kafka() {
        return settings.addresses().kafka();
    }

    ChromaServer chroma() {
        return chroma;
    }

    void stopPostgres() {
        postgres.close();
    }

    void startPostgres() {
        postgres = PostgresServer.start(data.resolve("postgres"), postgres.port(), passwords);
    }

    void stopKafka() {
        kafka.close();
    }

    void startKafka() {
        kafka = KafkaServer.start(data.resolve("kafka"), kafka.port(), passwords);
    }

    void stopChroma() {
        chroma.close();
    }

    void startChroma() {
        chroma = ChromaServer.start(data.resolve("chroma"), chroma.port(), passwords, message -> {});
    }

    /// Starts Chroma without anything that it held.
    void loseChroma() {
        stopChroma();
        remove(data.resolve("chroma"));
        startChroma();
    }

    /// Starts Neo4j without anything that it held.
    void loseNeo4j() {
        stopNeo4j();
        remove(data.resolve("neo4j"));
        startNeo4j();
    }

    private static void remove(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stopNeo4j() {
        neo4j.close();
    }

    void startNeo4j() {
        neo4j = Neo4jServer.start(data.resolve("neo4j"), neo4j.port(), passwords);
    }

    Passwords passwords() {
        return passwords;
    }

    Graph graph() {
        return new Graph(neo4j.uri(), passwords);
    }

    void stopGraphWorker() {
        graphWorker.close();
    }

    void startGraphWorker() {
        graphWorker = Application.start("graph-worker", GraphWorker.class, with(settings.ofGraphWorker()));
    }

    @Override
    public void close() {
        client.close();
        api.close();
        graphWorker.close();
        worker.close();
        neo4j.close();
        chroma.close();
        kafka.close();
        postgres.close();
    }
}
