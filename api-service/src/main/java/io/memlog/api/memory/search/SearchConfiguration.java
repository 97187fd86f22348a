package io.memlog.api.memory.search;

import io.memlog.api.memory.workers.EmbeddingWorkerClient;
import io.memlog.api.memory.workers.GraphWorkerClient;
import io.memlog.api.memory.workers.WorkerCircuitBreakers;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Which worker answers which arm.
@Configuration(proxyBeanMethods = false)
class SearchConfiguration {

    @Bean
    List<RetrieverClient> arms(
            EmbeddingWorkerClient embeddings, GraphWorkerClient graph, WorkerCircuitBreakers guards) {
        return List.of(
                new RetrieverClient(Retriever.VECTOR, embeddings::vector, guards.guard("vector")),
                new RetrieverClient(Retriever.TEXT, graph::text, guards.guard("text")),
                new RetrieverClient(Retriever.GRAPH, graph::graph, guards.guard("graph")));
    }
}
