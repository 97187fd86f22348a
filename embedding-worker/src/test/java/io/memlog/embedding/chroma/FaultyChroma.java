package io.memlog.embedding.chroma;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Stands before a real Chroma and passes on everything except requests to write that hold a marker: those
/// it refuses.
public final class FaultyChroma implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final String chroma;
    private final String marker;
    private final int status;

    /// @param chroma the URL of the real one
    /// @param status with which it refuses
    public FaultyChroma(String chroma, String marker, int status) throws IOException {
        this.chroma = chroma;
        this.marker = marker;
        this.status = status;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestURI().getPath().endsWith("/upsert") && new String(body, UTF_8).contains(marker)) {
                answer(exchange, status, "{\"error\":\"InvalidArgumentError\",\"message\":\"no\"}".getBytes(UTF_8));
            } else {
                var request = HttpRequest.newBuilder(URI.create(chroma + exchange.getRequestURI()))
                        .header("Content-Type", "application/json")
                        .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body))
                        .build();
                var response = http.send(request, BodyHandlers.ofByteArray());
                answer(exchange, response.statusCode(), response.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        http.close();
    }
}
