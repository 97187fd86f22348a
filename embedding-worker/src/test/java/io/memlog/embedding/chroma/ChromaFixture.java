package io.memlog.embedding.chroma;

import io.memlog.embedding.vectors.VectorFixture;
import io.memlog.embedding.vectors.VectorIndex;
import io.memlog.schemas.json.Json;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.client.RestClient;

/// Connects to a Chroma server as the application does.
public final class ChromaFixture {

    private ChromaFixture() {}

    public static VectorIndex index(String url, String model, int dimensions) {
        var client = client(url);
        return new ChromaVectorIndex(client, client, model, dimensions);
    }

    static VectorIndex index(String url) {
        return index(url, VectorFixture.MODEL, VectorFixture.DIMENSIONS);
    }

    static ChromaClient client(String url) {
        return new ChromaClient(api(url, Duration.ofSeconds(15)), Clock.systemUTC());
    }

    static ChromaApi api(String url, Duration timeout) {
        var properties = new ChromaProperties(URI.create(url), "default_tenant", "default_database", timeout, timeout);
        var configuration = new ChromaConfiguration();
        var rest = RestClient.builder()
                .configureMessageConverters(
                        converters -> converters.withJsonConverter(new JacksonJsonHttpMessageConverter(Json.mapper())));
        return ChromaConfiguration.api(configuration.chromaHttpClient(), rest, properties, timeout);
    }
}
