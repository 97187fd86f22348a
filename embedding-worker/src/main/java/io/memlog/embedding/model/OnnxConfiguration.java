package io.memlog.embedding.model;

import io.memlog.embedding.text.MemoryChunker;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Loads the model while the application starts, so that it is ready only when it can embed.
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "memlog.embedding.provider", havingValue = "onnx", matchIfMissing = true)
class OnnxConfiguration {

    @Bean
    OnnxEmbedder onnxEmbedder() {
        return OnnxEmbedder.load();
    }

    @Bean("uncached")
    ParallelEmbedder passagePool(OnnxEmbedder onnx, EmbeddingProperties properties, MeterRegistry meters) {
        return new ParallelEmbedder(
                onnx, properties.threadsOn(Runtime.getRuntime().availableProcessors()), meters);
    }

    @Bean
    MemoryChunker memoryChunker(OnnxEmbedder onnx) {
        return new MemoryChunker(onnx.tokens(), OnnxEmbedder.WINDOW - BertTokenizer.SPECIAL_TOKENS);
    }
}
