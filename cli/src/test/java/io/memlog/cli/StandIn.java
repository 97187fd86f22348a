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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server in Memlog's place: it answers as it is told to, and remembers what it was asked.
final class StandIn implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    StandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// The next answer to `GET /status`, or another call; the last one is given again and again.
    StandIn answers(String call, int status, String body, String... headers) {
        replies.computeIfAbsent(call, _ -> new ArrayDeque<>()).add(new Reply(status, body, List.of(headers)));
        return this;
    }

    List<Asked> asked() {
        return asked;
    }

    private void answer(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var uri = exchange.getRequestURI();
        asked.add(new Asked(exchange.getRequestMethod() + " " + uri, body));
        var reply = reply(exchange.getRequestMethod() + " " + uri.getPath());
        for (int i = 0; i < reply.headers().size(); i += 2) {
            exchange.getResponseHeaders()
                    .add(reply.headers().get(i), reply.headers().get(i + 1));
        }
        var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Reply reply(String call) {
        var queue = replies.getOrDefault(call, new ArrayDeque<>());
        if (queue.isEmpty()) {
            return new Reply(500, "nobody said what to answer to " + call, List.of());
        }
        return queue.size() == 1 ? queue.getFirst() : queue.removeFirst();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /// @param call the method and the whole URI
    record Asked(String call, String body) {}

    private record Reply(int status, String body, List<String> headers) {}
}
