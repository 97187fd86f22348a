package io.memlog.embedding.projection;

import io.memlog.consumer.ProjectionHandler;
import io.memlog.embedding.model.Embedder;
import io.memlog.embedding.text.MemoryChunker;
import io.memlog.embedding.vectors.VectorIndex;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Registers the projection with the consumer.
@Configuration(proxyBeanMethods = false)
class ProjectionConfiguration {

    @Bean
    ProjectionHandler<?> vectorProjection(MemoryChunker text, Embedder embedder, VectorIndex vectors, Clock clock) {
        return new VectorProjection(new MemoryEmbedder(text, embedder), vectors, clock);
    }
}
