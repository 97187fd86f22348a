package io.memlog.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Asks a Chroma server whether it is there.
record Heartbeat(String url) {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    boolean answers() throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + "/api/v2/heartbeat"))
                .timeout(PATIENCE)
                .build();
        try (var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
