package io.memlog.standalone;

import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// Sends requests to the Memlog of this process, with the key in `MEMLOG_KEY` where there is one.
final class LocalClient implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int MIN_ERROR_STATUS = 400;

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    LocalClient(int port) {
        this.port = port;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.mapper().writeValueAsBytes(body))));
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(TIMEOUT);
        var key = System.getenv("MEMLOG_KEY");
        if (key != null && !key.isBlank()) {
            request.header("Authorization", "Bearer " + key);
        }
        return request;
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= MIN_ERROR_STATUS) {
            throw new IllegalStateException("Memlog rejected a request: " + response.body());
        }
        return Json.mapper().readTree(response.body());
    }

    @Override
    public void close() {
        client.close();
    }
}
