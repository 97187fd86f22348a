package io.memlog.embedding;

import java.time.Clock;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/// The application that embeds memory logs and searches them by meaning.
@SpringBootApplication
@ConfigurationPropertiesScan
public class EmbeddingWorker {

    public static void main(String[] args) {
        new SpringApplicationBuilder(EmbeddingWorker.class)
                .properties("spring.config.name=embedding-worker")
                .run(args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
