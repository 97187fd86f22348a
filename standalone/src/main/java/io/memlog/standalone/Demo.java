package io.memlog.standalone;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryLog;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// Stores the demo memories over HTTP and publishes a poison record, both once per data folder, and prints
/// example queries.
record Demo(int port, ServerAddresses addresses, Console console) {

    private static final int DEFAULT_PORT = 8080;

    /// Returns when the memories are stored; the indexes are updated in the background.
    void store() {
        var memories = DemoMemories.all();
        try (var client = new LocalClient(port)) {
            long last = 0;
            for (int start = 0; start < memories.size(); start += 100) {
                var items = memories.subList(start, Math.min(start + 100, memories.size())).stream()
                        .map(Demo::withIdempotencyKey)
                        .toList();
                var response = client.post("/memory-logs/batch", Map.of("items", items));
                last = response.path("results")
                        .path(items.size() - 1)
                        .path("id")
                        .longValue();
            }
            publishPoisonRecord(client, last);
        } catch (IOException e) {
            throw new IllegalStateException("the demo could not be stored", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        console.print(message(memories.size()));
    }

    /// Publishes the record only while there is no dead letter.
    private void publishPoisonRecord(LocalClient client, long memory) throws IOException, InterruptedException {
        if (client.get("/dead-letters?limit=1").path("items").isEmpty()) {
            var log = client.get("/memory-logs/" + memory);
            PoisonRecordDemo.publish(addresses.kafka(), Json.mapper().treeToValue(log, MemoryLog.class));
        }
    }

    private static Map<String, Object> withIdempotencyKey(Map<String, Object> memory) {
        var keyed = new HashMap<>(memory);
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
                  curl -s localhost:%1$d/memory-logs/1/related

                One event was broken on purpose, so that there is a dead letter of each index to look at:

                  ./memlog dead-letters groups%5$s""".formatted(
                        port,
                        count,
                        DemoMemories.USER,
                        DemoMemories.PROJECT,
                        port == DEFAULT_PORT ? "" : " --url http://localhost:" + port);
    }
}
