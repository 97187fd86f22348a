package io.memlog.api.memory.workers;

import io.memlog.api.http.InternalHttpClient;
import io.memlog.security.HttpSecurityProperties;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/// The HTTP clients of the workers that own the indexes.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkerProperties.class)
class WorkerConfiguration {

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
        var rest = InternalHttpClient.builder(timeout, security)
                .baseUrl(url.toString())
                .build();
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(rest))
                .build()
                .createClient(type);
    }
}
