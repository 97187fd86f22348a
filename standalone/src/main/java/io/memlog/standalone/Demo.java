package io.memlog.standalone;

import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/// Stores the demo memories over HTTP, as any client would, once in the life of a data folder, and says
/// what to ask for.
record Demo(int port, Screen screen) {

    private static final int MULTI_STATUS = 207;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Returns when they are stored; the indexes follow in the background.
    void store() {
        var memories = DemoMemories.all();
        try (var client = HttpClient.newHttpClient()) {
            for (int start = 0; start < memories.size(); start += 100) {
                var items = memories.subList(start, Math.min(start + 100, memories.size())).stream()
                        .map(memory -> keyed(memory))
                        .toList();
                var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/memory-logs/batch"))
                        .header("Content-Type", "application/json")
                        .timeout(PATIENCE)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(
                                Json.mapper().writeValueAsBytes(Map.of("items", items))))
                        .build();
                var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() != MULTI_STATUS) {
                    throw new IllegalStateException("the demo was refused: " + answer.body());
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the demo could not be stored", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        screen.say(message(memories.size()));
    }

    private static Map<String, Object> keyed(Map<String, Object> memory) {
        var keyed = new java.util.HashMap<>(memory);
        keyed.put("idempotency_key", "demo-" + memory.get("task"));
        return keyed;
    }

    private String message(int count) {
        return """

                %2$d memories of a web shop are stored for user %3$s and project %4$s; the indexes follow within a minute or two. By meaning,
                by words, by relationship, and by all of them:

                  curl -s localhost:%1$d/memory-logs/search -H 'Content-Type: application/json' -d '{"user_id": "%3$s", "project_id": "%4$s",
                    "query": "somebody else could read private data", "mode": "vector", "limit": 3}'
                  curl -s localhost:%1$d/memory-logs/search -H 'Content-Type: application/json' -d '{"user_id": "%3$s", "project_id": "%4$s",
                    "query": "BasketStore idempotency", "mode": "text", "limit": 3}'
                  curl -s localhost:%1$d/memory-logs/search -H 'Content-Type: application/json' -d '{"user_id": "%3$s", "project_id": "%4$s",
                    "query": "PaymentGateway Caffeine", "mode": "graph", "limit": 3}'
                  curl -s localhost:%1$d/memory-logs/search -H 'Content-Type: application/json' -d '{"user_id": "%3$s", "project_id": "%4$s",
                    "query": "why was the checkout slow in the evening", "limit": 3}'
                  curl -s localhost:%1$d/memory-logs/1/related""".formatted(port, count, DemoMemories.USER, DemoMemories.PROJECT);
    }
}
