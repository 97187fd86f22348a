package io.memlog.consumer.contract;

import static org.awaitility.Awaitility.await;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.ProjectionHandler;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;

/// The application of a worker and a client of its HTTP port, which knows the token of the workers.
public record RunningWorker(ConfigurableApplicationContext application) implements AutoCloseable {

    public static final String TOKEN = "0123456789abcdef0123456789abcdef";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    public ProjectionHandler<?> projection() {
        return application.getBean(ProjectionHandler.class);
    }

    /// Stores a memory, if need be once the store has recovered from the test before.
    public MemoryId store(MemoryLog memory) {
        await().atMost(Duration.ofSeconds(30))
                .ignoreException(IndexUnavailableException.class)
                .untilAsserted(() -> Projections.apply(projection(), List.of(new MemoryStored(memory))));
        return memory.id();
    }

    public HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return HTTP.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(request(path).build(), BodyHandlers.ofString());
    }

    /// A call of somebody who does not know the token.
    ///
    /// @param headers names and values
    public HttpResponse<String> withoutToken(String method, String path, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.noBody());
        return HTTP.send(
                headers.length == 0 ? request.build() : request.headers(headers).build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        application.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + TOKEN);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port") + path);
    }
}
