package io.memlog.standalone;

import io.memlog.api.ApiService;
import io.memlog.embedded.Passwords;
import io.memlog.embedded.Ports;
import io.memlog.embedding.EmbeddingWorker;
import io.memlog.graph.GraphWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// The applications on the servers that `docker compose` starts.
@EnabledIf(value = "isDockerThere", disabledReason = "Docker is not there")
class EndToEndContainerIT extends EndToEndContract {

    private static final int CHROMA_PORT = 8000;
    private static final int NEO4J_PORT = 7687;

    @TempDir
    static Path data;

    private static final Deque<AutoCloseable> STARTED = new ArrayDeque<>();
    private static Client client;

    /// Where it has to be, the tests fail without it.
    static boolean isDockerThere() {
        return Boolean.getBoolean("memlog.tests.docker")
                || DockerClientFactory.instance().isDockerAvailable();
    }

    @BeforeAll
    static void start() throws IOException {
        var passwords = Passwords.in(data);
        var postgres = started(new PostgreSQLContainer(image("postgres"))
                .withDatabaseName("memlog")
                .withUsername("memlog")
                .withPassword(passwords.of("postgresql.memlog")));
        var kafka = started(new KafkaContainer(image("apache/kafka")));
        var chroma = started(new GenericContainer<>(image("chromadb/chroma"))
                .withExposedPorts(CHROMA_PORT)
                .waitingFor(Wait.forHttp("/api/v2/heartbeat")));
        var neo4j = started(new GenericContainer<>(image("neo4j"))
                .withEnv("NEO4J_AUTH", "neo4j/" + passwords.of("neo4j.neo4j"))
                .withExposedPorts(NEO4J_PORT)
                .waitingFor(Wait.forLogMessage(".*Started\\.\\s*", 1)));
        var servers = new ServerAddresses(
                postgres.getJdbcUrl(),
                kafka.getBootstrapServers(),
                "http://" + address(chroma, CHROMA_PORT),
                "default_tenant",
                "bolt://" + address(neo4j, NEO4J_PORT),
                passwords);
        var settings = new Settings(servers, data, "", Ports.free(), Ports.free(), Ports.free());
        STARTED.push(Application.start(
                "embedding-worker", EmbeddingWorker.class, withoutPassword(settings.ofEmbeddingWorker())));
        STARTED.push(Application.start("graph-worker", GraphWorker.class, withoutPassword(settings.ofGraphWorker())));
        STARTED.push(Application.start("api-service", ApiService.class, withoutPassword(settings.ofApiService())));
        client = new Client(settings.apiPort());
        STARTED.push(client);
    }

    @AfterAll
    static void stop() throws Exception {
        while (!STARTED.isEmpty()) {
            STARTED.pop().close();
        }
    }

    @Override
    Client client() {
        return client;
    }

    private static <C extends GenericContainer<?>> C started(C container) {
        STARTED.push(container);
        container.start();
        return container;
    }

    private static String address(GenericContainer<?> container, int port) {
        return container.getHost() + ":" + container.getMappedPort(port);
    }

    /// For the Kafka of the image, which asks for none.
    private static Map<String, String> withoutPassword(Map<String, String> usual) {
        Map<String, String> settings = new HashMap<>(usual);
        settings.put("spring.kafka.properties.security.protocol", "PLAINTEXT");
        return settings;
    }

    /// With the version of `docker-compose.yml`.
    private static String image(String name) throws IOException {
        var image = Pattern.compile("image: (" + name + ":\\S+)")
                .matcher(Files.readString(Path.of("../docker-compose.yml")));
        if (!image.find()) {
            throw new AssertionError("docker-compose.yml has no " + name);
        }
        return image.group(1);
    }
}
