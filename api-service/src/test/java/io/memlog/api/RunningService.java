package io.memlog.api;

import static org.awaitility.Awaitility.await;

import io.memlog.embedded.KafkaServer;
import io.memlog.embedded.PostgresServer;
import io.memlog.schemas.topic.Projection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

/// api-service on a real PostgreSQL and a real Kafka, with fakes of the workers that answer
/// what a test sets. The tests of a feature group share one, with the settings of the group.
public final class RunningService {

    private final List<String> groupSettings;
    private final Path data;
    private final AtomicInteger instances = new AtomicInteger();
    private final FakeWorker embeddingWorker = new FakeWorker(Projection.VECTOR, "chroma");
    private final FakeWorker graphWorker = new FakeWorker(Projection.GRAPH, "neo4j");
    private final HttpClient client = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;
    private PostgresServer postgres;
    private KafkaServer kafka;

    private RunningService(String... groupSettings) {
        this.groupSettings = List.of(groupSettings);
        try {
            data = Files.createTempDirectory("memlog-api");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        postgres = PostgresServer.start(data.resolve("postgres"), 0);
        kafka = KafkaServer.start(data.resolve("kafka"), 0);
        context = start(List.of());
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /// Shared by the tests of what agents call.
    public static RunningService memory() {
        return Memory.SERVICE;
    }

    /// Shared by the tests of dead letters and replays.
    public static RunningService deadLetters() {
        return DeadLetters.SERVICE;
    }

    /// Shared by the tests of the archive, the consistency check, jobs, retention and status.
    public static RunningService maintenance() {
        return Maintenance.SERVICE;
    }

    /// A service with a database of its own, which the caller closes.
    ///
    /// @param settings such as `--memlog.jobs.lease=1s`
    public static RunningService isolated(String... settings) {
        return new RunningService(settings);
    }

    /// Another instance of the service on the same PostgreSQL and Kafka. The caller closes it.
    ///
    /// @param more     configuration classes that it has besides
    /// @param settings such as `--memlog.jobs.lease=1s`
    public ConfigurableApplicationContext another(List<Class<?>> more, String... settings) {
        return start(more, settings);
    }

    private ConfigurableApplicationContext start(List<Class<?>> more, String... settings) {
        var sources = new ArrayList<Class<?>>(List.of(ApiService.class));
        sources.addAll(more);
        return new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
                .properties("spring.config.name=api-service")
                .run(latest(Stream.concat(settings().stream(), Stream.of(settings))));
    }

    /// The last value of a setting counts.
    private static String[] latest(Stream<String> settings) {
        return settings.collect(Collectors.toMap(
                        setting -> setting.substring(0, setting.indexOf('=')),
                        Function.identity(),
                        (_, later) -> later,
                        LinkedHashMap::new))
                .values()
                .toArray(String[]::new);
    }

    /// The settings with which an instance finds the servers, and those of the group.
    public List<String> settings() {
        var servers = List.of(
                "--server.port=0",
                "--spring.datasource.url=" + postgres.jdbcUrl(),
                "--spring.datasource.username=" + postgres.user(),
                "--spring.datasource.password=" + postgres.password(),
                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "--memlog.archive.folder=" + data.resolve("archive"),
                "--memlog.pipeline.folder=" + data.resolve("pipeline-" + instances.incrementAndGet()),
                "--memlog.stream.max-duration=2s",
                "--memlog.dead-letters.auto-replay=false",
                "--memlog.sync.enabled=false",
                "--memlog.search.vector.url=" + embeddingWorker.url(),
                "--memlog.search.graph.url=" + graphWorker.url());
        return Stream.concat(servers.stream(), groupSettings.stream()).toList();
    }

    public FakeWorker embeddingWorker() {
        return embeddingWorker;
    }

    public FakeWorker graphWorker() {
        return graphWorker;
    }

    public String kafka() {
        return kafka.bootstrapServers();
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    /// Runs an action while PostgreSQL is unavailable.
    public void withoutPostgres(Runnable action) {
        var port = postgres.port();
        postgres.close();
        try {
            action.run();
        } finally {
            postgres = PostgresServer.start(data.resolve("postgres"), port);
        }
    }

    /// Runs an action while Kafka is unavailable.
    public void withoutKafka(Runnable action) {
        var port = kafka.port();
        kafka.close();
        try {
            action.run();
        } finally {
            kafka = KafkaServer.start(data.resolve("kafka"), port);
        }
    }

    public Answer post(String path, String body, String... headers) {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                headers);
    }

    public Answer post(String path, byte[] body, String contentType) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    public Answer put(String path, String body, String... headers) {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body)),
                headers);
    }

    /// Sends a JSON merge patch.
    public Answer patch(String path, String body, String... headers) {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/merge-patch+json")
                        .method("PATCH", HttpRequest.BodyPublishers.ofString(body)),
                headers);
    }

    public Answer delete(String path, String... headers) {
        return send(HttpRequest.newBuilder(uri(path)).DELETE(), headers);
    }

    public Answer get(String path, String... headers) {
        return send(HttpRequest.newBuilder(uri(path)).GET(), headers);
    }

    public Answer send(String method, String path) {
        return send(HttpRequest.newBuilder(uri(path)).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    /// @param body null for none
    public Answer send(String method, String path, @Nullable String body, String... headers) {
        var request = HttpRequest.newBuilder(uri(path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return send(body == null ? request : request.header("Content-Type", "application/json"), headers);
    }

    private Answer send(HttpRequest.Builder request, String... headers) {
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var response =
                    client.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Waits until the job of an accepted request has ended, and returns it.
    public JsonNode awaitFinished(Answer accepted) {
        if (accepted.status() != 202) {
            throw new AssertionError(accepted.status() + " " + accepted.body());
        }
        var job = accepted.header("Location");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> get(job).json().path("finished_at").isString());
        return get(job).json();
    }

    /// Sends the text of a request as it is and returns the whole response.
    public String raw(String request) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), uri("/").getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri(String path) {
        var port = Objects.requireNonNull(context.getBean(Environment.class).getProperty("local.server.port"));
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public void close() {
        context.close();
        embeddingWorker.close();
        graphWorker.close();
        kafka.close();
        postgres.close();
    }

    private static final class Memory {
        static final RunningService SERVICE =
                new RunningService("--memlog.search.timeout=1s", "--memlog.search.recording.sample=1");
    }

    private static final class DeadLetters {
        static final RunningService SERVICE = new RunningService(
                "--memlog.dead-letters.refresh-interval=1s", "--memlog.dead-letters.count-interval=200ms");
    }

    private static final class Maintenance {
        static final RunningService SERVICE = new RunningService(
                "--memlog.archive.batch-size=20",
                "--memlog.sync.grace-period=300ms",
                "--memlog.sync.confirm-after=100ms",
                "--memlog.sync.timeout=2s",
                "--memlog.sync.page-size=4");
    }
}
