package io.memlog.api;

import io.memlog.schemas.json.Json;
import java.security.Security;
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

    /// A worker whose address has changed is found after that time. Java's default is 30.
    private static final String SECONDS_OF_AN_ADDRESS = "1";

    public static void main(String[] arguments) {
        Security.setProperty("networkaddress.cache.ttl", SECONDS_OF_AN_ADDRESS);
        new SpringApplicationBuilder(ApiService.class)
                .properties("spring.config.name=api-service")
                .run(arguments);
    }

    @Bean
    JsonMapper jsonMapper() {
        return Json.mapper();
    }
}
