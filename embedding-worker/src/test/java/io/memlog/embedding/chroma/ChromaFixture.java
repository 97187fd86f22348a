package io.memlog.embedding.chroma;

import io.memlog.embedded.ChromaServer;
import io.memlog.embedding.vectors.VectorFixture;
import io.memlog.embedding.vectors.VectorIndex;
import io.memlog.schemas.json.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.client.RestClient;

/// A Chroma server for all tests that do not harm it, and clients that are configured as in the application.
public final class ChromaFixture {

    private static final ChromaServer SERVER = start();

    private ChromaFixture() {}

    /// The URL of the shared server.
    public static String url() {
        return SERVER.url();
    }

    /// The tenant of the shared server, whose name is a secret.
    public static String tenant() {
        return SERVER.tenant();
    }

    public static VectorIndex index(String url, String model, int dimensions) {
        var client = client(url);
        return new ChromaVectorIndex(client, client, model, dimensions, new SimpleMeterRegistry());
    }

    static VectorIndex index(String url) {
        return index(url, VectorFixture.MODEL, VectorFixture.DIMENSIONS);
    }

    static ChromaClient client(String url) {
        return new ChromaClient(api(url, Duration.ofSeconds(15)), Clock.systemUTC());
    }

    static ChromaApi api(String url, Duration timeout) {
        return api(url, "", timeout);
    }

    static ChromaApi api(String url, String token, Duration timeout) {
        var properties =
                new ChromaProperties(URI.create(url), token, SERVER.tenant(), "default_database", timeout, timeout);
        var rest = RestClient.builder()
                .configureMessageConverters(
                        converters -> converters.withJsonConverter(new JacksonJsonHttpMessageConverter(Json.mapper())));
        return ChromaConfiguration.api(new ChromaConfiguration().chromaHttpClient(), rest, properties, timeout);
    }

    private static ChromaServer start() {
        try {
            var server = ChromaServer.start(Files.createTempDirectory(Path.of("target"), "chroma"), 0);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
