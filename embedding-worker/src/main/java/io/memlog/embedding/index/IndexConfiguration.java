package io.memlog.embedding.index;

import io.memlog.consumer.ProjectionHandler;
import io.memlog.embedding.model.Embedder;
import io.memlog.embedding.text.MemoryText;
import io.memlog.embedding.vectors.VectorIndex;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Offers the index to the consumer, which follows the log wherever there is one.
@Configuration(proxyBeanMethods = false)
class IndexConfiguration {

    @Bean
    ProjectionHandler vectorProjection(MemoryText text, Embedder embedder, VectorIndex vectors, Clock clock) {
        return new VectorProjection(new MemoryEmbedding(text, embedder), vectors, clock);
    }
}
