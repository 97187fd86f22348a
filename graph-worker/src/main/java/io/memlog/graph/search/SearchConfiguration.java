package io.memlog.graph.search;

import io.memlog.schemas.json.Json;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class SearchConfiguration {

    /// HTTP speaks the JSON of the contract, no other.
    @Bean
    JsonMapper jsonMapper() {
        return Json.mapper();
    }
}
