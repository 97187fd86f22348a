package io.memlog.api;

import io.memlog.schemas.json.Json;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;
import tools.jackson.databind.json.JsonMapper;

/// The HTTP service that takes memory logs in, publishes them and finds them again.
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class ApiService {

    public static void main(String[] arguments) {
        new SpringApplicationBuilder(ApiService.class)
                .properties("spring.config.name=api-service")
                .run(arguments);
    }

    @Bean
    JsonMapper jsonMapper() {
        return Json.mapper();
    }
}
