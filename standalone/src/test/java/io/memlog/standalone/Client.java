package io.memlog.standalone;

import static org.awaitility.Awaitility.await;

import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A client of the HTTP contract.
final class Client implements AutoCloseable {

    static final String USER = "ada@example.org";
    static final String PROJECT = "engine";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String url;

    Client(int port) {
        this.url = "http://127.0.0.1:" + port;
    }

    HttpResponse<String> post(String path, Object body, String... headers) throws IOException, InterruptedException {
        var json = Json.mapper().writeValueAsString(body);
        var request = HttpRequest.newBuilder(URI.create(url + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path)));
    }

    /// Changes a memory by a merge patch.
    HttpResponse<String> patch(long memory, Map<String, Object> patch) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + "/memory-logs/" + memory))
                .header("Content-Type", "application/merge-patch+json")
                .method(
                        "PATCH",
                        HttpRequest.BodyPublishers.ofString(Json.mapper().writeValueAsString(patch))));
    }

    HttpResponse<String> delete(long memory) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + "/memory-logs/" + memory))
                .DELETE());
    }

    /// Stores a memory that consists of a summary.
    HttpResponse<String> remember(String task, String summary) throws IOException, InterruptedException {
        return post(
                "/memory-logs",
                Map.of("task", task, "user_id", USER, "project_id", PROJECT, "raw_data", Map.of("summary", summary)));
    }

    /// Stores a memory, which has to be accepted, and tells its id.
    long remembered(String task, String summary) throws IOException, InterruptedException {
        var answer = remember(task, summary);
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return json(answer).path("id").longValue();
    }

    /// The states that the vector index and the graph have reached after at most this long.
    List<String> states(long memory, Duration patience) throws IOException, InterruptedException {
        var path = "/memory-logs/" + memory + "/status?wait_for=vector,graph&timeout_ms=" + patience.toMillis();
        var status = json(get(path));
        return List.of(
                status.path("vector").path("state").stringValue("none"),
                status.path("graph").path("state").stringValue("none"));
    }

    JsonNode search(String query) {
        return hits(query, "hybrid");
    }

    JsonNode hits(String query, String mode) {
        return json(wholeAnswerTo(query, mode));
    }

    /// The answer of all indexes of the mode. On a busy machine, one of them may exceed the time limit at first.
    HttpResponse<String> wholeAnswerTo(String query, String mode) {
        return await("all indexes answer " + query)
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> answerTo(query, mode),
                        answer -> answer.statusCode() == 200
                                && answer.headers()
                                        .firstValue("Memlog-Degraded")
                                        .isEmpty());
    }

    HttpResponse<String> answerTo(String query, String mode) throws IOException, InterruptedException {
        return post(
                "/memory-logs/search", Map.of("query", query, "user_id", USER, "project_id", PROJECT, "mode", mode));
    }

    static JsonNode json(HttpResponse<String> response) {
        return Json.mapper().readTree(response.body());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(Duration.ofSeconds(70)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
