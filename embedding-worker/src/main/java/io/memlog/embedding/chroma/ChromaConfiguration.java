package io.memlog.embedding.chroma;

import io.memlog.consumer.ProjectionInventory;
import io.memlog.consumer.status.CachedHealthProbe;
import io.memlog.consumer.status.StoreHealth;
import io.memlog.consumer.status.StoreStatus;
import io.memlog.embedding.model.Embedder;
import io.memlog.embedding.vectors.VectorIndex;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/// Connects to Chroma; a search waits less long for an answer than the indexing of memories.
@Configuration(proxyBeanMethods = false)
class ChromaConfiguration {

    @Bean
    HttpClient chromaConnections(ChromaProperties properties) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(properties.connectTimeout())
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    @Bean
    VectorIndex vectorIndex(
            HttpClient connections,
            RestClient.Builder rest,
            ChromaProperties properties,
            Embedder embedder,
            MeterRegistry meters,
            Clock clock) {
        var indexing = api(connections, rest.clone(), properties, properties.indexTimeout());
        var searching = api(connections, rest.clone(), properties, properties.searchTimeout());
        var chroma = new ChromaVectorIndex(
                new ChromaClient(indexing, clock),
                new ChromaClient(searching, clock),
                embedder.model(),
                embedder.dimensions());
        return new MeteredVectorIndex(chroma, meters);
    }

    @Bean
    ProjectionInventory vectorInventory(
            HttpClient connections,
            RestClient.Builder rest,
            ChromaProperties properties,
            Embedder embedder,
            Clock clock) {
        var indexing = api(connections, rest.clone(), properties, properties.indexTimeout());
        return new ChromaInventory(new ChromaClient(indexing, clock), embedder.model(), embedder.dimensions());
    }

    @Bean
    StoreStatus chroma(VectorIndex index, Clock clock) {
        return new CachedHealthProbe("chroma", index::probe, clock);
    }

    @Bean
    HealthIndicator chromaHealthIndicator(StoreStatus chroma, ChromaProperties properties) {
        return new StoreHealth(chroma, properties.url().toString());
    }

    static ChromaApi api(
            HttpClient connections, RestClient.Builder rest, ChromaProperties properties, Duration timeout) {
        var requests = new JdkClientHttpRequestFactory(connections);
        requests.setReadTimeout(timeout);
        var client = rest.requestFactory(requests)
                .baseUrl(properties.url() + "/api/v2/tenants/" + properties.tenant() + "/databases/"
                        + properties.database())
                .build();
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
                .build()
                .createClient(ChromaApi.class);
    }
}
