package io.memlog.embedding.chroma;

import io.memlog.consumer.ProjectionInventory;
import io.memlog.consumer.http.StoreHealth;
import io.memlog.embedding.model.Embedder;
import io.memlog.embedding.vectors.VectorIndex;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.util.StringUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.util.UriUtils;

/// Connects to Chroma; searches have a shorter timeout than indexing.
@Configuration(proxyBeanMethods = false)
class ChromaConfiguration {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    @Bean
    HttpClient chromaHttpClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    @Bean
    ChromaClient indexingChroma(
            HttpClient chromaHttpClient, RestClient.Builder rest, ChromaProperties properties, Clock clock) {
        return new ChromaClient(api(chromaHttpClient, rest, properties, properties.indexTimeout()), clock);
    }

    @Bean
    ChromaClient searchingChroma(
            HttpClient chromaHttpClient, RestClient.Builder rest, ChromaProperties properties, Clock clock) {
        return new ChromaClient(api(chromaHttpClient, rest, properties, properties.searchTimeout()), clock);
    }

    @Bean
    VectorIndex vectorIndex(
            ChromaClient indexingChroma, ChromaClient searchingChroma, Embedder embedder, MeterRegistry meters) {
        return new ChromaVectorIndex(indexingChroma, searchingChroma, embedder.model(), embedder.dimensions(), meters);
    }

    @Bean
    ProjectionInventory vectorInventory(ChromaClient indexingChroma, Embedder embedder) {
        return new ChromaInventory(indexingChroma, embedder.model(), embedder.dimensions());
    }

    @Bean
    StoreHealth chromaHealthIndicator(VectorIndex index, ChromaProperties properties) {
        return new StoreHealth("chroma", properties.url().toString(), index::probe);
    }

    static ChromaApi api(HttpClient http, RestClient.Builder rest, ChromaProperties properties, Duration timeout) {
        var requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(timeout);
        var server = StringUtils.trimTrailingCharacter(properties.url().toString(), '/');
        var database = "/api/v2/tenants/" + encode(properties.tenant()) + "/databases/" + encode(properties.database());
        var client = rest.baseUrl(server)
                .requestFactory((uri, method) -> requests.createRequest(insert(database, server, uri), method))
                .defaultHeaders(headers -> {
                    if (!properties.token().isBlank()) {
                        headers.set("X-Chroma-Token", properties.token());
                    }
                })
                .build();
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
                .build()
                .createClient(ChromaApi.class);
    }

    /// The path of the database is inserted only when a request is sent, so that no error quotes it: where Chroma has
    /// no password, the name of the tenant serves as one.
    private static URI insert(String path, String server, URI uri) {
        return URI.create(server + path + uri.toString().substring(server.length()));
    }

    private static String encode(String pathSegment) {
        return UriUtils.encodePathSegment(pathSegment, StandardCharsets.UTF_8);
    }
}
