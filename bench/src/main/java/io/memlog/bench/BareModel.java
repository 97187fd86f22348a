package io.memlog.bench;

import io.memlog.embedding.model.Embedder;
import io.memlog.embedding.text.MemoryChunker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/// The main class of a JVM that embeds the texts of memories by the model of embedding-worker, and does nothing else.
@Configuration(proxyBeanMethods = false)
@ComponentScan("io.memlog.embedding.model")
@ConfigurationPropertiesScan("io.memlog.embedding.model")
class BareModel {

    /// @param arguments how many memories it embeds before it measures, and how many then
    public static void main(String[] arguments) {
        var warmUp = Integer.parseInt(arguments[0]);
        var memories = Integer.parseInt(arguments[1]);
        try (var context = new SpringApplicationBuilder(BareModel.class)
                .web(WebApplicationType.NONE)
                .properties("spring.config.name=none", "memlog.embedding.cache.enabled=false")
                .run()) {
            var embedder = context.getBean(Embedder.class);
            var texts = texts(context.getBean(MemoryChunker.class), warmUp + memories);
            texts.subList(0, warmUp).forEach(embedder::embedPassages);
            var measured = texts.subList(warmUp, texts.size()).stream()
                    .flatMap(List::stream)
                    .toList();
            var begin = System.nanoTime();
            embedder.embedPassages(measured);
            System.out.println(Child.RESULT + PartContext.secondsSince(begin));
        }
    }

    private static List<List<String>> texts(MemoryChunker chunker, int memories) {
        return MemoryRow.first(memories, EmbeddingPart.LOGS).stream()
                .map(row -> chunker.passages(row.memory(), null).stream()
                        .map(passage -> passage.embedded())
                        .toList())
                .toList();
    }

    @Bean
    MeterRegistry meters() {
        return new SimpleMeterRegistry();
    }
}
