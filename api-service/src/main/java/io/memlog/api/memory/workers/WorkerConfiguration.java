package io.memlog.api.memory.workers;

import io.memlog.schemas.json.Json;
import io.memlog.security.HttpSecurityProperties;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/// The HTTP clients of the workers that own the indexes.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkerProperties.class)
class WorkerConfiguration {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    @Bean(destroyMethod = "close")
    ExecutorService workerThreads() {
        return Executors.newVirtualThreadPerTaskExecutor();
    }

    @Bean
    EmbeddingWorkerClient embeddingWorker(WorkerProperties properties, HttpSecurityProperties security) {
        return client(EmbeddingWorkerClient.class, properties.vector().url(), properties.timeout(), security);
    }

    @Bean
    GraphWorkerClient graphWorker(WorkerProperties properties, HttpSecurityProperties security) {
        return client(GraphWorkerClient.class, properties.graph().url(), properties.timeout(), security);
    }

    static <T> T client(Class<T> type, URI url, Duration timeout, HttpSecurityProperties security) {
        var requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build());
        requests.setReadTimeout(timeout);
        var rest = RestClient.builder()
                .baseUrl(url.toString())
                .defaultHeaders(headers -> {
                    if (security.hasInternalToken()) {
                        headers.setBearerAuth(security.internalToken());
                    }
                })
                .requestFactory(requests)
                .configureMessageConverters(converters -> converters
                        .registerDefaults()
                        .withJsonConverter(new JacksonJsonHttpMessageConverter(Json.mapper())))
                .build();
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(rest))
                .build()
                .createClient(type);
    }
}
