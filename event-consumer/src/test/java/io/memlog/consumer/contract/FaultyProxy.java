package io.memlog.consumer.contract;

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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A proxy of a real server over HTTP that answers some requests with an error, or not at all.
public final class FaultyProxy implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private volatile String target;
    private volatile Fault fault = Fault.NONE;

    /// @param target the URL of the real server; empty until [#forwardTo] names it
    public FaultyProxy(String target) {
        this.target = target;
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public void forwardTo(String url) {
        target = url;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// From now on these requests fail with this status.
    public void fail(Predicate<Request> requests, int status) {
        fault = new Fault(requests, status, new CountDownLatch(0));
    }

    /// From now on these requests are not answered until [#recover].
    public void hang(Predicate<Request> requests) {
        fault = new Fault(requests, null, new CountDownLatch(1));
    }

    public void recover() {
        var before = fault;
        fault = Fault.NONE;
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
            var current = fault;
            if (current.requests().test(new Request(exchange.getRequestURI().getPath(), new String(body, UTF_8)))) {
                if (current.status() != null) {
                    exchange.sendResponseHeaders(current.status(), -1);
                    return;
                }
                current.end().await();
            }
            var request = HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
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

    /// A request to the server.
    public record Request(String path, String body) {}

    /// @param status null for no answer until the end
    private record Fault(
            Predicate<Request> requests, @Nullable Integer status, CountDownLatch end) {

        static final Fault NONE = new Fault(_ -> false, null, new CountDownLatch(0));
    }
}
