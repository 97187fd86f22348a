package io.memlog.embedding.chroma;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/// A proxy of a real Chroma that answers some requests itself, with an error.
public final class FaultyChroma implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final String chroma;
    private volatile Fault fault = new Fault(_ -> false, 0);

    /// @param chroma the URL of the real one
    public FaultyChroma(String chroma) {
        this.chroma = chroma;
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// From now on these requests fail with this status.
    public void fail(Predicate<Request> requests, int status) {
        fault = new Fault(requests, status);
    }

    public void recover() {
        fault = new Fault(_ -> false, 0);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        http.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var current = fault;
            if (current.requests().test(new Request(exchange.getRequestURI().getPath(), new String(body, UTF_8)))) {
                exchange.sendResponseHeaders(current.status(), -1);
                return;
            }
            var request = HttpRequest.newBuilder(URI.create(chroma + exchange.getRequestURI()))
                    .header("Content-Type", "application/json")
                    .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body))
                    .build();
            var response = http.send(request, BodyHandlers.ofByteArray());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(
                    response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
            exchange.getResponseBody().write(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @param path such as `/api/v2/…/collections/{id}/upsert`
    public record Request(String path, String body) {

        public boolean writes() {
            return path.endsWith("/upsert");
        }
    }

    private record Fault(Predicate<Request> requests, int status) {}
}
