package io.memlog.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Stores and lists memory logs over HTTP as Memlog does, in memory: with its idempotency keys, required members and
/// pages.
final class StoringMemlog implements AutoCloseable {

    private static final int PAGE_SIZE = 3;

    private final HttpServer server;
    private final Map<String, ObjectNode> keys = new HashMap<>();
    private final Map<Long, ObjectNode> memories = new LinkedHashMap<>();

    StoringMemlog() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/memory-logs/batch", exchange -> respond(exchange, 207, this::store));
        server.createContext("/memory-logs", this::list);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// All memory logs, the oldest first.
    synchronized List<ObjectNode> memories() {
        return List.copyOf(memories.values());
    }

    /// Forgets the idempotency keys, as Memlog does after a day.
    synchronized void forgetKeys() {
        keys.clear();
    }

    private synchronized JsonNode store(JsonNode body) {
        var answer = Json.mapper().createObjectNode();
        var results = answer.putArray("results");
        for (var item : body.path("items")) {
            results.add(store((ObjectNode) item));
        }
        return answer;
    }

    private ObjectNode store(ObjectNode log) {
        for (var member : List.of("user_id", "project_id", "task")) {
            if (log.path(member).asString("").isBlank()) {
                return problem(400, member + " is required");
            }
        }
        var key = log.path("user_id") + " " + log.path("project_id") + " " + log.remove("idempotency_key");
        var earlier = keys.get(key);
        if (earlier != null) {
            return earlier.deepCopy().without("id").equals(log)
                    ? Json.mapper().createObjectNode().put("status", 201).set("id", earlier.path("id"))
                    : problem(422, "this Idempotency-Key came with another body before");
        }
        var id = memories.size() + 1L;
        var stored = log.deepCopy().put("id", id);
        keys.put(key, stored.deepCopy());
        memories.put(id, stored);
        return Json.mapper().createObjectNode().put("status", 201).put("id", id);
    }

    private void list(HttpExchange exchange) throws IOException {
        var query = Arrays.stream(exchange.getRequestURI().getRawQuery().split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        if (!query.keySet().containsAll(List.of("user_id", "project_id"))) {
            respond(exchange, 400, _ -> Json.mapper().readTree("""
                    {"status":400,"detail":"user_id is required",
                     "errors":[{"parameter":"user_id","detail":"is required"}]}"""));
            return;
        }
        respond(exchange, 200, _ -> page(query));
    }

    private synchronized JsonNode page(Map<String, String> query) {
        var before = Long.parseLong(query.getOrDefault("cursor", Long.toString(Long.MAX_VALUE)));
        var matching = memories.values().stream()
                .filter(memory -> List.of("user_id", "project_id", "request_id").stream()
                        .allMatch(filter -> memory.path(filter).asString("").equals(query.get(filter))))
                .filter(memory -> memory.path("id").longValue() < before)
                .toList()
                .reversed();
        var page = Json.mapper().createObjectNode();
        var items = page.putArray("items");
        matching.stream().limit(PAGE_SIZE).forEach(items::add);
        var last =
                items.isEmpty() ? null : items.path(items.size() - 1).path("id").asString();
        return page.put("next_cursor", matching.size() > PAGE_SIZE ? last : null);
    }

    private static ObjectNode problem(int status, String detail) {
        var result = Json.mapper().createObjectNode().put("status", status);
        result.putObject("problem").put("status", status).put("detail", detail);
        return result;
    }

    private static void respond(HttpExchange exchange, int status, Function<JsonNode, JsonNode> handler)
            throws IOException {
        try (exchange) {
            var body = Json.mapper().readTree(exchange.getRequestBody().readAllBytes());
            var bytes = Json.mapper().writeValueAsBytes(handler.apply(body));
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
