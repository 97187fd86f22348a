package io.memlog.graph;

import java.time.Clock;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/// The application that keeps a graph of memories and their entities in Neo4j, and searches it.
@SpringBootApplication
@ConfigurationPropertiesScan
public class GraphWorker {

    public static void main(String[] args) {
        new SpringApplicationBuilder(GraphWorker.class)
                .properties("spring.config.name=graph-worker")
                .run(args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
