package io.memlog.graph;

import io.memlog.consumer.ProjectionHandler;
import io.memlog.graph.neo4j.MemoryGraph;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Offers the index to the consumer, which follows the log wherever there is one.
@Configuration(proxyBeanMethods = false)
class IndexConfiguration {

    @Bean
    ProjectionHandler graphProjection(MemoryGraph graph, Clock clock) {
        return new GraphProjection(graph, clock);
    }
}
