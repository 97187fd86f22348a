package io.memlog.standalone;

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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/// A proxy of Chroma that does not answer some requests until it is told to.
final class ChromaProxy implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private volatile String chroma = "";
    private volatile Hang hang = new Hang(_ -> false, new CountDownLatch(0));

    private record Hang(Predicate<String> paths, CountDownLatch end) {}

    ChromaProxy() {
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void forwardTo(String url) {
        chroma = url;
    }

    /// From now on requests of these paths are not answered.
    void hang(Predicate<String> paths) {
        hang = new Hang(paths, new CountDownLatch(1));
    }

    /// All requests are answered again, also those that wait.
    void recover() {
        var before = hang;
        hang = new Hang(_ -> false, new CountDownLatch(0));
        before.end().countDown();
    }

    @Override
    public void close() {
        recover();
        server.stop(0);
        threads.shutdownNow();
        http.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var current = hang;
            if (current.paths().test(exchange.getRequestURI().getPath())) {
                current.end().await();
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
}
