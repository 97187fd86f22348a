package io.memlog.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// The health check of a Chroma server.
record Heartbeat(String url) {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    boolean isUp() throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + "/api/v2/heartbeat"))
                .timeout(TIMEOUT)
                .build();
        try (var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
