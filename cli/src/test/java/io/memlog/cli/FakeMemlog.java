package io.memlog.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Responds as configured, and records the requests.
final class FakeMemlog implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Deque<Response>> responses = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    FakeMemlog() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Adds a response to `GET /status`, or another call; the last one is repeated.
    FakeMemlog respond(String call, int status, String body, String... headers) {
        responses.computeIfAbsent(call, _ -> new ArrayDeque<>()).add(new Response(status, body, List.of(headers)));
        return this;
    }

    List<Request> requests() {
        return requests;
    }

    private void handle(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var uri = exchange.getRequestURI();
        requests.add(new Request(
                exchange.getRequestMethod() + " " + uri,
                body,
                Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "")));
        var response = response(exchange.getRequestMethod() + " " + uri.getPath());
        for (int i = 0; i < response.headers().size(); i += 2) {
            exchange.getResponseHeaders()
                    .add(response.headers().get(i), response.headers().get(i + 1));
        }
        var bytes = response.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(response.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Response response(String call) {
        var queue = responses.getOrDefault(call, new ArrayDeque<>());
        if (queue.isEmpty()) {
            return new Response(500, "no response is configured for " + call, List.of());
        }
        return queue.size() == 1 ? queue.getFirst() : queue.removeFirst();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /// @param call the method and the whole URI
    record Request(String call, String body, String authorization) {}

    private record Response(int status, String body, List<String> headers) {}
}
