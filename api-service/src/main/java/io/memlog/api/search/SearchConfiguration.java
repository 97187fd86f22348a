package io.memlog.api.search;

import io.memlog.api.workers.EmbeddingWorkerClient;
import io.memlog.api.workers.GraphWorkerClient;
import io.memlog.api.workers.WorkerGuards;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Which worker answers which arm.
@Configuration(proxyBeanMethods = false)
class SearchConfiguration {

    @Bean
    List<ArmCaller> arms(EmbeddingWorkerClient embeddings, GraphWorkerClient graph, WorkerGuards guards) {
        return List.of(
                new ArmCaller(Arm.VECTOR, embeddings::vector, guards.guard("vector")),
                new ArmCaller(Arm.TEXT, graph::text, guards.guard("text")),
                new ArmCaller(Arm.GRAPH, graph::graph, guards.guard("graph")));
    }
}
