package io.memlog.embedding.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An HTTP server that embeds as a provider does. Texts that share words have vectors that are near to each
/// other; tests can replace its responses.
public final class FakeProvider implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final int dimensions;
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> embedded = Collections.synchronizedList(new ArrayList<>());
    private volatile Responder responder = this::embed;

    private FakeProvider(HttpServer server, int dimensions) {
        this.server = server;
        this.dimensions = dimensions;
    }

    public static FakeProvider start(int dimensions) {
        return start(dimensions, 0);
    }

    /// @param port 0 for any free one
    public static FakeProvider start(int dimensions, int port) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            var provider = new FakeProvider(server, dimensions);
            server.setExecutor(provider.threads);
            server.createContext("/v1/embeddings", provider::handle);
            server.createContext("/v1beta/models/gemini-embedding-001:batchEmbedContents", provider::handle);
            server.start();
            return provider;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/v1";
    }

    /// Where it answers as Google does.
    public String googleUrl() {
        return "http://127.0.0.1:" + port() + "/v1beta";
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// From now on it answers each request like this.
    public void respondWith(Responder replacement) {
        responder = replacement;
    }

    public void recover() {
        responder = this::embed;
    }

    /// All requests so far.
    public List<Request> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /// All texts embedded so far, in order.
    public List<String> embedded() {
        synchronized (embedded) {
            return List.copyOf(embedded);
        }
    }

    /// The response of a healthy provider.
    public Reply embed(Request request) {
        embedded.addAll(request.input());
        if (request.isGoogle()) {
            var embeddings = request.input().stream()
                    .map(text -> Map.of("values", vector(text, length(request))))
                    .toList();
            return Reply.of(200, JSON.writeValueAsString(Map.of("embeddings", embeddings)));
        }
        var data = IntStream.range(0, request.input().size())
                .mapToObj(i -> Map.of(
                        "object",
                        "embedding",
                        "index",
                        i,
                        "embedding",
                        vector(request.input().get(i), length(request))))
                .toList();
        return new Reply(
                200,
                Map.of(),
                JSON.writeValueAsString(Map.of(
                        "object",
                        "list",
                        "data",
                        data,
                        "model",
                        request.model(),
                        "usage",
                        Map.of("prompt_tokens", 7 * data.size(), "total_tokens", 7 * data.size()))));
    }

    /// The vector of a text, by the words in it.
    public float[] vector(String text) {
        return vector(text, dimensions);
    }

    private int length(Request request) {
        return request.isGoogle()
                ? request.body().at("/requests/0/outputDimensionality").asInt()
                : request.body().path("dimensions").asInt(dimensions);
    }

    private static float[] vector(String text, int dimensions) {
        var values = new float[dimensions];
        values[0] = 0.01f;
        for (var word : text.toLowerCase(Locale.ROOT).split("\\W+", -1)) {
            values[Math.floorMod(word.hashCode(), dimensions)] += 1;
        }
        return values;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            var request = new Request(
                    body,
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    exchange.getRequestHeaders().getFirst("x-goog-api-key"));
            requests.add(request);
            var reply = responder.reply(request);
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            var bytes = reply.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Answers a request.
    @FunctionalInterface
    public interface Responder {
        Reply reply(Request request) throws IOException, InterruptedException;
    }

    /// @param googleKey the key of a request to Google
    public record Request(
            JsonNode body,
            @Nullable String authorization,
            @Nullable String googleKey) {

        boolean isGoogle() {
            return body.has("requests");
        }

        public List<String> input() {
            if (isGoogle()) {
                return body.path("requests")
                        .valueStream()
                        .map(each -> each.at("/content/parts/0/text").asString())
                        .toList();
            }
            return body.path("input").valueStream().map(JsonNode::asString).toList();
        }

        public String model() {
            return body.path("model").asString("");
        }
    }

    public record Reply(int status, Map<String, String> headers, String body) {

        public static Reply of(int status) {
            return of(status, "");
        }

        public static Reply of(int status, String body) {
            return new Reply(status, Map.of(), body);
        }

        /// As OpenAI says it.
        public static Reply error(int status, String message) {
            return of(
                    status, JSON.writeValueAsString(Map.of("error", Map.of("message", message, "code", "some_code"))));
        }

        /// As Google says it.
        static Reply googleError(int status, String name, String message, List<Map<String, String>> details) {
            return of(
                    status,
                    JSON.writeValueAsString(Map.of(
                            "error", Map.of("code", status, "message", message, "status", name, "details", details))));
        }

        public static Reply retryAfter(int status, String after) {
            return new Reply(status, Map.of("Retry-After", after), "{\"error\":{\"message\":\"Rate limit reached\"}}");
        }

        public ObjectNode json() {
            return (ObjectNode) JSON.readTree(body);
        }
    }
}
